import type { DeliveryAnswer, WebhookAnswer } from '@keyledger/contracts';
import type { WebhookEndpoint } from '@keyledger/domain';
import type { DeliveryRow } from '@keyledger/webhooks';

export interface WebhookSeen {
  readonly account: string;
  readonly failingSince: Date | null;
}

export function webhookAnswer(
  endpoint: WebhookEndpoint,
  { account, failingSince }: WebhookSeen,
): WebhookAnswer {
  const { endpointId: id, url, description, filter, disabled, secrets, addedAt } = endpoint;
  return {
    ...{ id, account, url, description, addedAt },
    filter: {
      eventTypes: [...filter.eventTypes] as WebhookAnswer['filter']['eventTypes'],
      rules: [...filter.rules],
      severities: [...filter.severities],
      keyIds: [...filter.keyIds],
    },
    enabled: disabled === null,
    disabledBecause: disabled,
    failingSince: failingSince?.toISOString() ?? null,
    previousSecretEndsAt: secrets.find(({ endsAt }) => endsAt !== null)?.endsAt ?? null,
  };
}

export function deliveryAnswer(row: DeliveryRow): DeliveryAnswer {
  const { deliveryId: id, eventType, keyId, status, attempts, body } = row;
  const { lastStatus, lastError, lastResponse } = row;
  return {
    ...{ id, eventType, keyId, status, attempts, body, lastStatus, lastError, lastResponse },
    createdAt: row.createdAt.toISOString(),
    nextAttemptAt: status === 'pending' ? row.dueAt.toISOString() : null,
    lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
  };
}
