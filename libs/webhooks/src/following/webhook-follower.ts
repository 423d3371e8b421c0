import type { LedgerEvent } from '@keyledger/contracts';
import type { Clock } from '@keyledger/platform';
import { type LogFollower, commitWithCheckpoint, projectBatch } from '@keyledger/read-models';
import type pg from 'pg';
import { keptMs } from '../delivering/webhook-deliverer.js';
import type { WebhookMetrics } from '../webhook-metrics.js';
import { insertNewDeliveries, readEndpoints, writeEndpoints } from './endpoint-table.js';
import { foldWebhooks } from './fold-webhooks.js';

/** Name of the checkpoint. */
export const webhookFollowerName = 'webhooks';

export interface WebhookFollowerParts {
  readonly clock: Clock;
  readonly metrics: WebhookMetrics;
}

/** Events to deliveries, in one transaction with its checkpoint: each event makes each of its deliveries once. */
export function webhookFollower({ clock, metrics }: WebhookFollowerParts): LogFollower {
  const id = { name: webhookFollowerName, version: 1 };
  const project = (event: LedgerEvent) => [event];
  return {
    ...id,
    apply: async ({ client }, from, { events }) => {
      const { changes: recorded, applied, failure } = projectBatch({ ...id, project }, events);
      const last = applied.at(-1);
      if (last === undefined) return { checkpoint: from, applied, failure };
      let made = 0;
      const checkpoint = await commitWithCheckpoint(client, id, { from, last }, async () => {
        made = await write(client, recorded, clock.now());
      });
      if (checkpoint === null) return null;
      metrics.made(made);
      return { checkpoint, applied, failure };
    },
  };
}

/** How many deliveries there are to make. */
async function write(client: pg.ClientBase, events: readonly LedgerEvent[], now: number): Promise<number> {
  const accountIds = [...new Set(events.map(({ event }) => event.data.accountId))];
  const before = await readEndpoints(client, accountIds);
  const { endpoints, deliveries } = foldWebhooks(before, events, now - keptMs);
  // Deliveries first: those to an endpoint that is removed in the same batch go with it.
  await insertNewDeliveries(client, deliveries, now);
  for (const [accountId, after] of endpoints) {
    const known = before.get(accountId) ?? [];
    if (after !== known) await writeEndpoints(client, accountId, { before: known, after });
  }
  return deliveries.length;
}
