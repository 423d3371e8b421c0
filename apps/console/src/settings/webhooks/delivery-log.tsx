import { Badge, Button, Code, Drawer, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { useProblemText } from '../../api/use-problem-text.js';
import { useEventText } from '../../audit/use-event-text.js';
import { EmptyState } from '../../components/empty-state.js';
import { type Column, ServerTable } from '../../components/server-table.js';
import { Time } from '../../components/time.js';
import { useNotify } from '../../components/use-notify.js';
import { useMay } from '../../session/use-session.js';
import { type DeliveryStatus, type Webhook, useDeliveries, useWebhookChange } from './webhooks-query.js';

const statuses: readonly DeliveryStatus[] = ['pending', 'delivered', 'dead'];
const colors = { pending: 'yellow', delivered: 'teal', dead: 'red' } as const;

interface DeliveryLogProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

/** What was sent, what waits, what was given up. */
export function DeliveryLog({ webhook, onClose }: DeliveryLogProps) {
  const { t } = useTranslation('webhooks');
  const { t: common } = useTranslation('common');
  const [status, setStatus] = useState<DeliveryStatus | undefined>(undefined);
  const [cursor, setCursor] = useState<string | undefined>(undefined);
  const page = useDeliveries(webhook, {
    ...(status !== undefined && { status }),
    ...(cursor !== undefined && { cursor }),
  });
  const columns = useDeliveryColumns(webhook);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="xl"
      title={t('log.title', { name: webhook.description ?? webhook.url })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack gap="sm">
        <SegmentedControl
          aria-label={t('log.status')}
          size="xs"
          value={status ?? 'all'}
          data={['all' as const, ...statuses].map((value) => ({ value, label: t(`log.of.${value}`) }))}
          onChange={(chosen) => {
            setStatus(statuses.find((each) => each === chosen));
            setCursor(undefined);
          }}
        />
        <ServerTable
          label={t('log.open')}
          columns={columns}
          page={page}
          keyOf={({ id }) => id}
          cursor={cursor}
          onCursor={setCursor}
          empty={<EmptyState icon={IconSend} title={t('log.empty')} text={t('log.emptyText')} />}
        />
      </Stack>
    </Drawer>
  );
}

type Delivery = Schemas['WebhookDelivery'];

function useDeliveryColumns(webhook: Webhook): readonly Column<Delivery>[] {
  const { t } = useTranslation(['webhooks', 'audit']);
  const eventText = useEventText();
  return [
    {
      id: 'event',
      title: t('log.event'),
      cell: ({ eventType, createdAt, body }) => (
        <>
          <Text size="sm" fw={500}>
            {eventType === 'WebhookTested' ? t('log.tested') : eventText(eventType)}
          </Text>
          <Text size="xs" c="dimmed" component="div">
            <Time value={createdAt} seconds />
          </Text>
          <details>
            <summary>{t('log.body')}</summary>
            <Code block className="any-text">
              {body}
            </Code>
          </details>
        </>
      ),
    },
    { id: 'outcome', title: t('log.outcome'), cell: (delivery) => <Outcome delivery={delivery} /> },
    { id: 'replay', title: '', cell: (delivery) => <Replay webhook={webhook} delivery={delivery} /> },
  ];
}

function Outcome({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useTranslation('webhooks');
  const { status, attempts, lastError, lastResponse, nextAttemptAt } = delivery;
  return (
    <Stack gap={2}>
      <Group gap={6}>
        <Badge color={colors[status]} variant="light" className="status-badge">
          {t(`log.of.${status}`)}
        </Badge>
        <Text size="xs" c="dimmed">
          {t('log.attempts', { count: attempts })}
        </Text>
      </Group>
      {[lastError, lastResponse].map(
        (text, index) =>
          text !== null && (
            <Text key={index} size="xs" className="any-text" lineClamp={3}>
              {text}
            </Text>
          ),
      )}
      {nextAttemptAt !== null && (
        <Text size="xs" c="dimmed" component="div">
          {t('log.next')} <Time value={nextAttemptAt} seconds />
        </Text>
      )}
    </Stack>
  );
}

interface ReplayProps {
  readonly webhook: Webhook;
  readonly delivery: Delivery;
}

function Replay({ webhook: { account, id, enabled }, delivery }: ReplayProps) {
  const { t } = useTranslation('webhooks');
  const mayReplay = useMay()('ChangeWebhooks', account);
  const notify = useNotify();
  const problemText = useProblemText();
  const replaying = useWebhookChange(
    () => {
      const params = { path: { account, webhook: id, delivery: delivery.id } };
      return answerOf(
        api.POST('/v1/accounts/{account}/webhooks/{webhook}/deliveries/{delivery}/replay', { params }),
      );
    },
    () => notify('done', t('log.replayed')),
  );
  if (!mayReplay || delivery.status === 'pending') return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      disabled={!enabled}
      loading={replaying.isPending}
      onClick={() =>
        replaying.mutate(undefined, { onError: (error) => notify('failed', problemText(error).title) })
      }
    >
      {t('log.replay')}
    </Button>
  );
}
