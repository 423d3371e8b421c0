import { randomUUID } from 'node:crypto';
import type { WebhookSecretUse } from '@keyledger/domain';
import { queryMsMax } from '@keyledger/platform';
import type pg from 'pg';
import type { SendOutcome } from '../sending/send-webhook.js';
import { type Judgement, errorOf } from './judge-attempt.js';
import * as sql from './statements.js';

/** A delivery that nobody else works at for as long as the lease lasts. */
export interface ClaimedDelivery {
  readonly endpointId: string;
  readonly deliveryId: string;
  readonly accountId: string;
  readonly url: string;
  readonly body: string;
  /** Before this one. */
  readonly attempts: number;
  readonly secrets: readonly WebhookSecretUse[];
  readonly lease: string;
}

export interface ClaimBounds {
  readonly deliveriesMax: number;
  /** Under way at a time for one endpoint, by all processes together (about). */
  readonly perEndpointMax: number;
  /** The same while it fails. */
  readonly perFailingEndpointMax: number;
  readonly leaseMs: number;
}

export interface Attempt {
  readonly delivery: ClaimedDelivery;
  readonly outcome: SendOutcome;
  readonly judgement: Judgement;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Rows of deliveries, for any number of processes at once. Rejects only on an outage. */
export class DeliveryQueue {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  async claim(now: number, bounds: ClaimBounds): Promise<readonly ClaimedDelivery[]> {
    const { deliveriesMax, perEndpointMax, perFailingEndpointMax, leaseMs } = bounds;
    const lease = randomUUID();
    const values = [new Date(now), deliveriesMax, perEndpointMax, perFailingEndpointMax, lease, leaseMs];
    const rows = await this.query<Omit<ClaimedDelivery, 'lease'>>(sql.claimDue, values);
    return rows.map((row) => ({ ...row, lease }));
  }

  async sealedSecrets(secretIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const rows = await this.query<{ secretId: string; sealed: Buffer }>(sql.selectSecrets, [secretIds]);
    return new Map(rows.map(({ secretId, sealed }) => [secretId, sealed]));
  }

  async settle({ delivery, outcome, judgement, at }: Attempt): Promise<void> {
    const { endpointId, deliveryId, lease, attempts } = delivery;
    const dueAt = new Date(judgement.status === 'pending' ? judgement.dueAt : at);
    const answered = outcome.kind === 'answered' ? outcome : { status: null, response: null };
    await this.query(sql.settle, [
      ...[endpointId, deliveryId, lease, judgement.status, attempts + 1, dueAt, new Date(at)],
      ...[answered.status, errorOf(outcome), answered.response],
    ]);
  }

  async postpone(
    { endpointId, deliveryId, lease }: ClaimedDelivery,
    { until, error }: { readonly until: number; readonly error: string },
  ): Promise<void> {
    await this.query(sql.postpone, [endpointId, deliveryId, lease, new Date(until), error]);
  }

  async noteSuccess(endpointId: string): Promise<void> {
    await this.query(sql.noteSuccess, [endpointId]);
  }

  /** Since when nothing has arrived, in epoch milliseconds; null: the endpoint is not there any more. */
  async noteFailure(endpointId: string, at: number): Promise<number | null> {
    const [row] = await this.query<{ failingSince: Date }>(sql.noteFailure, [endpointId, new Date(at)]);
    return row === undefined ? null : row.failingSince.getTime();
  }

  /** What is kept no longer; and how things stand. */
  async tidy(before: number): Promise<{ pending: number; dead: number; failing: number }> {
    const rowsMax = 10_000;
    let deleted: number | null;
    do {
      const query = { text: sql.deleteOldDeliveries, values: [new Date(before), rowsMax] };
      ({ rowCount: deleted } = await this.pool.query({
        ...query,
        query_timeout: queryMsMax,
      } as pg.QueryConfig));
    } while (deleted === rowsMax);
    await this.query(sql.deleteInertSecrets, [new Date(before)]);
    const [stands] = await this.query<{ pending: number; dead: number; failing: number }>(
      sql.countByStatus,
      [],
    );
    return stands ?? { pending: 0, dead: 0, failing: 0 };
  }

  private async query<Row extends object>(text: string, values: unknown[]): Promise<readonly Row[]> {
    const timed = { text, values, query_timeout: queryMsMax };
    const { rows } = await this.pool.query<Row>(timed);
    return rows;
  }
}
