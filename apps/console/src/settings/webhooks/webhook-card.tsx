import { Alert, Badge, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { useProblemText } from '../../api/use-problem-text.js';
import { ConfirmAction } from '../../components/confirm-action.js';
import { Facts } from '../../components/facts.js';
import { SectionCard } from '../../components/section-card.js';
import { Time } from '../../components/time.js';
import { useNotify } from '../../components/use-notify.js';
import { useMay } from '../../session/use-session.js';
import { WebhookDialog } from './webhook-dialog.js';
import { type Webhook, useWebhookChange } from './webhooks-query.js';

interface WebhookCardProps {
  readonly webhook: Webhook;
  readonly onLog: () => void;
  readonly onSecret: (secret: string) => void;
}

type Opened = 'edit' | 'remove' | 'rotate';

export function WebhookCard({ webhook, onLog, onSecret }: WebhookCardProps) {
  const { t } = useTranslation('webhooks');
  const mayChange = useMay()('ChangeWebhooks', webhook.account);
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const test = useTesting(webhook, onLog);
  const { url, description, enabled, disabledBecause, failingSince, addedAt } = webhook;
  return (
    <SectionCard
      title={description ?? url}
      actions={
        <Badge color={enabled ? 'teal' : 'gray'} variant="light" className="status-badge">
          {t(enabled ? 'enabled' : 'disabled')}
        </Badge>
      }
    >
      {disabledBecause !== null && (
        <Alert color="yellow" mb="xs" title={t(`disabledBecause.${disabledBecause}`)} />
      )}
      <Facts
        items={[
          [t('url'), url],
          [t('sends'), <FilterText key="filter" filter={webhook.filter} />],
          [t('added'), <Time key="added" value={addedAt} />],
          ...(failingSince === null
            ? []
            : [[t('failingSince'), <Time key="failing" value={failingSince} relative />] as const]),
        ]}
      />
      <Group gap="xs" mt="sm">
        <Button size="compact-sm" variant="default" onClick={onLog}>
          {t('log.open')}
        </Button>
        {mayChange && (
          <>
            <Button
              size="compact-sm"
              variant="default"
              disabled={!enabled}
              loading={test.isPending}
              onClick={test.mutate}
            >
              {t('test')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setOpened('edit')}>
              {t('edit')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setOpened('rotate')}>
              {t('rotate.title')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setOpened('remove')}>
              {t('remove.title')}
            </Button>
          </>
        )}
      </Group>
      {opened === 'edit' && (
        <WebhookDialog account={webhook.account} webhook={webhook} onClose={close} onSecret={onSecret} />
      )}
      {opened === 'rotate' && <RotateSecret webhook={webhook} onClose={close} onSecret={onSecret} />}
      {opened === 'remove' && <Remove webhook={webhook} onClose={close} />}
    </SectionCard>
  );
}

/** Which events, in words. */
function FilterText({ filter }: { readonly filter: Schemas['WebhookFilter'] }) {
  const { t } = useTranslation('webhooks');
  const parts = [...filter.eventTypes, ...filter.rules, ...filter.severities, ...filter.keyIds];
  return (
    <Text component="span" size="sm">
      {parts.length === 0 ? t('everything') : parts.join(', ')}
    </Text>
  );
}

function useTesting({ account, id }: Webhook, onSent: () => void) {
  const { t } = useTranslation('webhooks');
  const notify = useNotify();
  const problemText = useProblemText();
  const change = useWebhookChange(
    () => {
      const params = { path: { account, webhook: id } };
      return answerOf(api.POST('/v1/accounts/{account}/webhooks/{webhook}/test', { params }));
    },
    () => {
      notify('done', t('tested'));
      onSent();
    },
  );
  const failed = (error: unknown) => notify('failed', problemText(error).title);
  return {
    isPending: change.isPending,
    mutate: () => change.mutate(undefined, { onError: failed }),
  };
}

interface DialogProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

function RotateSecret({
  webhook: { account, id },
  onClose,
  onSecret,
}: DialogProps & Pick<WebhookCardProps, 'onSecret'>) {
  const { t } = useTranslation('webhooks');
  const change = useWebhookChange(
    () => {
      const params = { path: { account, webhook: id } };
      return answerOf(
        api.POST('/v1/accounts/{account}/webhooks/{webhook}/rotate-secret', {
          params,
          body: { overlapHours: 24 },
        }),
      );
    },
    ({ secret }) => {
      onSecret(secret);
      onClose();
    },
  );
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('rotate.title')}
      text={t('rotate.text')}
      action={t('rotate.action')}
      onConfirm={() => change.mutate(undefined)}
      pending={change.isPending}
      error={change.error}
    />
  );
}

function Remove({ webhook: { account, id }, onClose }: DialogProps) {
  const { t } = useTranslation('webhooks');
  const change = useWebhookChange(() => {
    const params = { path: { account, webhook: id } };
    return answerOf(api.DELETE('/v1/accounts/{account}/webhooks/{webhook}', { params }));
  }, onClose);
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('remove.title')}
      text={t('remove.text')}
      action={t('remove.action')}
      dangerous
      onConfirm={() => change.mutate(undefined)}
      pending={change.isPending}
      error={change.error}
    />
  );
}
