import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { staleChoices, usageAddressChoices } from '@keyledger/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { ErrorState } from '../../components/error-state.js';
import { SectionCard } from '../../components/section-card.js';
import { useNotify } from '../../components/use-notify.js';
import { useMay } from '../../session/use-session.js';
import { reservedAccount } from '../reserved-account.js';
import { rebased } from '../rebased.js';
import { AccountConflict } from './account-conflict.js';
import { type AccountDraft, accountOf, descriptionChanges, draftOf } from './description-changes.js';
import { useAccountChange } from './use-account-change.js';

interface DescribeFormProps {
  readonly item: Schemas['Account'];
}

interface Saving {
  readonly body: Schemas['DescribeAccount'];
  /** What the form held. */
  readonly saved: AccountDraft;
}

/** What the account is called, and what Keyledger does for it. Only readable to those who may not change it. */
export function DescribeForm({ item }: DescribeFormProps) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation('common');
  const notify = useNotify();
  const mayChange = useMay()('DescribeAccount', item.id) && item.id !== reservedAccount;
  const [before, setBefore] = useState(() => draftOf(item));
  const [draft, setDraft] = useState(before);
  const change = useAccountChange(item, {
    send: (header, { body }: Saving) => {
      const params = { path: { account: item.id }, header: { ...header } };
      return answerOf(api.PATCH('/v1/accounts/{account}', { params, body }));
    },
    onDone: (_answer, { saved }) => {
      setBefore(saved);
      notify('done', t('saved'));
    },
    after: ({ saved }, account) => ({ ...account, ...accountOf(saved) }),
  });
  const goOn = () => {
    if (change.conflict === null) return;
    const now = draftOf(change.conflict.now);
    setBefore(now);
    setDraft(rebased(before, draft, now));
    change.accept();
  };
  const changes = descriptionChanges(before, draft);
  const sendable = Object.keys(changes).length > 0 && draft.name.trim() !== '' && change.conflict === null;
  return (
    <SectionCard title={t('section.general')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (sendable) change.run({ body: changes, saved: draft });
        }}
      >
        <Stack>
          <Fields draft={draft} onChange={setDraft} readOnly={!mayChange} />
          <AccountConflict change={change} onAccept={goOn} />
          {change.error !== null && <ErrorState error={change.error} />}
          {mayChange && (
            <Group justify="flex-end">
              <Button type="submit" disabled={!sendable} loading={change.pending}>
                {common('save')}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </SectionCard>
  );
}

interface FieldsProps {
  readonly draft: AccountDraft;
  readonly onChange: (draft: AccountDraft) => void;
  readonly readOnly: boolean;
}

function Fields({ draft, onChange, readOnly }: FieldsProps) {
  const { t } = useTranslation('settings');
  return (
    <>
      <TextInput
        label={t('name')}
        required={!readOnly}
        readOnly={readOnly}
        value={draft.name}
        error={draft.name.trim() === '' ? t('nameMissing') : null}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <TextInput
        label={t('email')}
        description={t('emailHint')}
        type="email"
        readOnly={readOnly}
        value={draft.email}
        onChange={(event) => onChange({ ...draft, email: event.currentTarget.value })}
      />
      <Choices
        label={t('whenStale.label')}
        hint={t('whenStale.hint')}
        value={draft.whenStale}
        options={staleChoices.map((value) => [value, t(`whenStale.${value}`)])}
        readOnly={readOnly}
        onChoose={(whenStale) => onChange({ ...draft, whenStale })}
      />
      <Choices
        label={t('usageAddresses.label')}
        hint={t('usageAddresses.hint')}
        value={draft.usageAddresses}
        options={usageAddressChoices.map((value) => [value, t(`usageAddresses.${value}`)])}
        readOnly={readOnly}
        onChoose={(usageAddresses) => onChange({ ...draft, usageAddresses })}
      />
    </>
  );
}

interface ChoicesProps<Choice extends string> {
  readonly label: string;
  readonly hint: string;
  readonly value: Choice;
  readonly options: readonly (readonly [value: Choice, text: string])[];
  readonly readOnly: boolean;
  readonly onChoose: (choice: Choice) => void;
}

function Choices<Choice extends string>(props: ChoicesProps<Choice>) {
  const { label, hint, value, options, readOnly, onChoose } = props;
  return (
    <Radio.Group label={label} description={hint} value={value}>
      <Stack gap={6} mt={6}>
        {options.map(([choice, text]) => (
          <Radio
            key={choice}
            value={choice}
            label={text}
            disabled={readOnly && choice !== value}
            onChange={() => {
              if (!readOnly) onChoose(choice);
            }}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
