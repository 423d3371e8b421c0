import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client.js';
import { DescriptionFields } from '../create/description-fields.js';
import { ChangeDialog } from './change-dialog.js';
import { changesOf, described } from './described.js';
import type { DialogProps } from './dialog-props.js';
import { useKeyChange } from './use-key-change.js';

export function DescriptionDialog({ item, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('keys');
  const [before] = useState(() => described(item));
  const [draft, setDraft] = useState(before);
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
        return answerOf(api.PATCH('/v1/keys/{id}', { params, body: changesOf(before, draft) }));
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
