import { Button, Stack, Text } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { ErrorState } from '../../components/error-state.js';
import { LoadingState } from '../../components/loading-state.js';
import { useMay } from '../../session/use-session.js';
import type { SectionProps } from '../section-props.js';
import { DeliveryLog } from './delivery-log.js';
import { NewSecret } from './new-secret.js';
import { WebhookCard } from './webhook-card.js';
import { WebhookDialog } from './webhook-dialog.js';
import { type Webhook, useWebhooks } from './webhooks-query.js';

/** Where events of the account are sent, and what became of each. */
export function WebhooksSection({ account }: SectionProps) {
  const { t } = useTranslation('webhooks');
  const mayChange = useMay()('ChangeWebhooks', account);
  const found = useWebhooks(account);
  const [adding, setAdding] = useState(false);
  const [logOf, setLogOf] = useState<Webhook | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  if (found.data === undefined) {
    return found.error === null ? (
      <LoadingState />
    ) : (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    );
  }
  const { items } = found.data;
  const addButton = mayChange && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <Stack align="stretch">
      {secret !== null && <NewSecret secret={secret} onClose={() => setSecret(null)} />}
      {items.length === 0 ? (
        <EmptyState icon={IconWebhook} title={t('empty')} text={t('emptyText')}>
          {addButton}
        </EmptyState>
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {t('purpose')}
          </Text>
          {items.map((webhook) => (
            <WebhookCard
              key={webhook.id}
              webhook={webhook}
              onLog={() => setLogOf(webhook)}
              onSecret={setSecret}
            />
          ))}
          <div>{addButton}</div>
        </>
      )}
      {adding && <WebhookDialog account={account} onClose={() => setAdding(false)} onSecret={setSecret} />}
      {logOf !== null && <DeliveryLog webhook={logOf} onClose={() => setLogOf(null)} />}
    </Stack>
  );
}
