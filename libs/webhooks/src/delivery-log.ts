import type { Refusal } from '@keyledger/domain';
import { isRefusal } from '@keyledger/domain';
import { queryMsMax } from '@keyledger/platform';
import {
  type CursorScope,
  type Page,
  type PageRequest,
  decodeCursor,
  encodeCursor,
} from '@keyledger/read-models';
import type pg from 'pg';

export const deliveryStatuses = ['pending', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** A delivery as people are shown it. */
export interface DeliveryRow {
  readonly deliveryId: string;
  readonly eventType: string;
  readonly keyId: string | null;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly lastAttemptAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly lastResponse: string | null;
  readonly body: string;
}

export interface ListDeliveriesRequest extends PageRequest {
  readonly endpointId: string;
  readonly status?: DeliveryStatus | null;
}

const columns = `
  delivery_id AS "deliveryId", event_type AS "eventType", key_id AS "keyId", status, attempts, created_at AS "createdAt",
  due_at AS "dueAt", last_attempt_at AS "lastAttemptAt", last_status AS "lastStatus", last_error AS "lastError",
  last_response AS "lastResponse", body`;

/** endpoint, status or null, number before which to go on, most rows. */
const selectPage = `
SELECT number, ${columns} FROM webhook.delivery
WHERE endpoint_id = $1 AND ($2::text IS NULL OR status = $2) AND number < $3 ORDER BY number DESC LIMIT $4`;

const selectOne = `SELECT ${columns} FROM webhook.delivery WHERE endpoint_id = $1 AND delivery_id = $2`;

/** Attempts count anew. What is under way at this moment is left to whoever is at it. */
const replay = `
UPDATE webhook.delivery SET status = 'pending', attempts = 0, due_at = $3
WHERE endpoint_id = $1 AND delivery_id = $2 AND (leased_until IS NULL OR leased_until <= now())`;

const insertTest = `
INSERT INTO webhook.delivery (endpoint_id, delivery_id, event_type, body, status, created_at, due_at)
VALUES ($1, $2, $3, $4, 'pending', $5, $5)`;

const selectFailing = `
SELECT endpoint_id AS "endpointId", failing_since AS "failingSince" FROM webhook.endpoint
WHERE account_id = $1 AND failing_since IS NOT NULL`;

const defaultLimit = 50;
const newest = 2n ** 63n - 1n;

/** What has become of deliveries, for people. Rejects only on an outage. */
export class DeliveryLog {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  /** Newest first; INVALID_CURSOR is the only refusal. */
  async list({
    endpointId,
    status = null,
    cursor,
    limit = defaultLimit,
  }: ListDeliveriesRequest): Promise<Page<DeliveryRow> | Refusal> {
    const scope: CursorScope = { list: 'webhook-deliveries', filters: { endpointId, status } };
    const before = cursor == null ? newest : decodeCursor(scope, cursor);
    if (isRefusal(before)) return before;
    const rows = await this.query<DeliveryRow & { readonly number: bigint }>(selectPage, [
      ...[endpointId, status, before.toString(), limit + 1],
    ]);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const goesOn = rows.length > limit && last !== undefined;
    return { items, nextCursor: goesOn ? encodeCursor(scope, last.number) : null };
  }

  /** Null: there is none, or none any more. */
  async get(endpointId: string, deliveryId: string): Promise<DeliveryRow | null> {
    const [row] = await this.query<DeliveryRow>(selectOne, [endpointId, deliveryId]);
    return row ?? null;
  }

  /** Due at once, under the same id and from the first attempt on. */
  async replay(endpointId: string, deliveryId: string, now: number): Promise<void> {
    await this.query(replay, [endpointId, deliveryId, new Date(now)]);
  }

  /** Something to be sent that no event has made. */
  async insertTest(
    endpointId: string,
    { deliveryId, eventType, body }: Pick<DeliveryRow, 'deliveryId' | 'eventType' | 'body'>,
    now: number,
  ): Promise<void> {
    await this.query(insertTest, [endpointId, deliveryId, eventType, body, new Date(now)]);
  }

  /** Of the account's endpoints, those whose last delivery did not arrive, and since when. */
  async failing(accountId: string): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.query<{ endpointId: string; failingSince: Date }>(selectFailing, [accountId]);
    return new Map(rows.map(({ endpointId, failingSince }) => [endpointId, failingSince]));
  }

  private async query<Row extends object>(text: string, values: unknown[]): Promise<readonly Row[]> {
    const timed = { text, values, query_timeout: queryMsMax };
    const { rows } = await this.pool.query<Row>(timed);
    return rows;
  }
}
