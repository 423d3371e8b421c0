import { MultiSelect, Switch, TextInput } from '@mantine/core';
import { alertSeverities } from '@keyledger/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client.js';
import { eventTypesBySubject, eventTypeOf, subjects } from '../../audit/event-types.js';
import { useEventText } from '../../audit/use-event-text.js';
import { ConfirmAction } from '../../components/confirm-action.js';
import { type WebhookDraft, draftOf, isSendable } from './webhook-draft.js';
import { type Webhook, useWebhookChange } from './webhooks-query.js';

interface WebhookDialogProps {
  readonly account: string;
  /** Absent: a new one. */
  readonly webhook?: Webhook;
  readonly onClose: () => void;
  /** Is told the secret of a new one. */
  readonly onSecret: (secret: string) => void;
}

export function WebhookDialog({ account, webhook, onClose, onSecret }: WebhookDialogProps) {
  const { t } = useTranslation('webhooks');
  const [draft, setDraft] = useState(() => draftOf(webhook));
  const change = useWebhookChange(
    () => (webhook === undefined ? addWebhook(account, draft) : changeWebhook(webhook, draft)),
    (secret) => {
      if (secret !== null) onSecret(secret);
      onClose();
    },
  );
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t(webhook === undefined ? 'add' : 'edit')}
      text={t('formText')}
      action={t(webhook === undefined ? 'addAction' : 'save')}
      onConfirm={() => change.mutate(undefined)}
      pending={change.isPending}
      error={change.error}
      ready={isSendable(draft)}
    >
      <Fields draft={draft} onChange={setDraft} withSwitch={webhook !== undefined} />
    </ConfirmAction>
  );
}

interface FieldsProps {
  readonly draft: WebhookDraft;
  readonly onChange: (draft: WebhookDraft) => void;
  readonly withSwitch: boolean;
}

function Fields({ draft, onChange, withSwitch }: FieldsProps) {
  const { t } = useTranslation(['webhooks', 'audit']); // events are called as in the audit log
  const { t: common } = useTranslation('common');
  const eventText = useEventText();
  return (
    <>
      <TextInput
        label={t('url')}
        description={t('urlHint')}
        required
        spellCheck={false}
        value={draft.url}
        onChange={(event) => onChange({ ...draft, url: event.currentTarget.value })}
      />
      <TextInput
        label={t('description')}
        value={draft.description}
        onChange={(event) => onChange({ ...draft, description: event.currentTarget.value })}
      />
      <MultiSelect
        label={t('eventTypes')}
        description={t('noneIsAll')}
        searchable
        clearable
        value={[...draft.eventTypes]}
        data={subjects.map((subject) => ({
          group: t(`audit:subject.${subject}`),
          items: eventTypesBySubject[subject].map((type) => ({ value: type, label: eventText(type) })),
        }))}
        onChange={(chosen) =>
          onChange({ ...draft, eventTypes: chosen.flatMap((type) => eventTypeOf(type) ?? []) })
        }
      />
      <MultiSelect
        label={t('severities')}
        description={t('noneIsAll')}
        clearable
        value={[...draft.severities]}
        data={alertSeverities.map((value) => ({ value, label: common(`status.${value}`) }))}
        onChange={(chosen) =>
          onChange({ ...draft, severities: alertSeverities.filter((each) => chosen.includes(each)) })
        }
      />
      {withSwitch && (
        <Switch
          label={t('enabledLabel')}
          checked={draft.enabled}
          onChange={(event) => onChange({ ...draft, enabled: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

/** Resolves with the secret, which nobody is shown again. */
async function addWebhook(account: string, { url, description, eventTypes, severities }: WebhookDraft) {
  const body = {
    url: url.trim(),
    description: description.trim() === '' ? null : description.trim(),
    filter: { eventTypes: [...eventTypes], severities: [...severities] },
  };
  const params = { path: { account } };
  return (await answerOf(api.POST('/v1/accounts/{account}/webhooks', { params, body }))).secret;
}

async function changeWebhook({ account, id, filter }: Webhook, draft: WebhookDraft): Promise<null> {
  const body = {
    url: draft.url.trim(),
    description: draft.description.trim() === '' ? null : draft.description.trim(),
    // The whole filter is sent: what this form does not show stays.
    filter: { ...filter, eventTypes: [...draft.eventTypes], severities: [...draft.severities] },
    enabled: draft.enabled,
  };
  const params = { path: { account, webhook: id } };
  await answerOf(api.PATCH('/v1/accounts/{account}/webhooks/{webhook}', { params, body }));
  return null;
}
