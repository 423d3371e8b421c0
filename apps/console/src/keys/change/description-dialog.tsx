import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { DescriptionFields } from '../create/description-fields.js';
import type { KeyDraft } from '../create/key-draft.js';
import { ChangeDialog } from './change-dialog.js';
import type { DialogProps } from './dialog-props.js';
import { useKeyChange } from './use-key-change.js';

export function DescriptionDialog({ item, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('keys');
  const [draft, setDraft] = useState(() => described(item));
  const change = useKeyChange(item, onDone);
  return (
    <ChangeDialog
      title={t('describe.title')}
      action={t('describe.save')}
      onClose={onClose}
      change={change}
      ready={draft.name.trim() !== ''}
      send={(header) => {
        const params = { path: { id: item.id }, header: { 'If-Match': header['If-Match'] } };
        return answerOf(api.PATCH('/v1/keys/{id}', { params, body: descriptionOf(draft) }));
      }}
    >
      <Stack>
        <DescriptionFields
          draft={draft}
          onChange={(part) => setDraft({ ...draft, ...part })}
          account={item.account}
          profile={item.profile}
          withKind={false}
        />
      </Stack>
    </ChangeDialog>
  );
}

type Described = Pick<KeyDraft, 'name' | 'description' | 'owner' | 'tags' | 'environment' | 'kind'>;

function described({ name, description, owner, tags, environment, kind }: Schemas['Key']): Described {
  return { name, description: description ?? '', owner: owner ?? '', tags, environment, kind };
}

function descriptionOf({ name, description, owner, tags, environment }: Described) {
  const textOrNull = (text: string) => (text.trim() === '' ? null : text.trim());
  return {
    name: name.trim(),
    description: textOrNull(description),
    owner: textOrNull(owner),
    tags: [...tags],
    environment,
  };
}
