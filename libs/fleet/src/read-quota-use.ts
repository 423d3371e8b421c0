import type { KeyLimit } from '@keyledger/domain';
import { type CounterState, type QuotaUse, compileQuota, quotaUse } from '@keyledger/verification';
import type pg from 'pg';
import * as statements from './limit-statements.js';

export interface KeyWithLimits {
  readonly keyId: string;
  readonly limits: readonly KeyLimit[];
}

interface CounterRow {
  readonly keyId: string;
  readonly counter: string;
  readonly state: CounterState | null;
}

/** What is taken of the quotas of these keys; those that have none are not in the answer. Nobody waits for it. */
export async function readQuotaUse(
  client: Pick<pg.ClientBase, 'query'>,
  keys: readonly KeyWithLimits[],
  nowMs: number,
): Promise<ReadonlyMap<string, readonly QuotaUse[]>> {
  const quotas = keys
    .map(({ keyId, limits }) => ({
      keyId,
      quotas: limits.map(compileQuota).filter((quota) => quota !== null),
    }))
    .filter((key) => key.quotas.length > 0);
  if (quotas.length === 0) return new Map();
  const { rows } = await client.query<CounterRow>(statements.readCounters, [
    quotas.map(({ keyId }) => keyId),
  ]);
  const states = new Map(rows.map(({ keyId, counter, state }) => [`${keyId}/${counter}`, state]));
  return new Map(
    quotas.map((key) => [
      key.keyId,
      key.quotas.map((quota) => quotaUse(quota, states.get(`${key.keyId}/${quota.counter}`) ?? null, nowMs)),
    ]),
  );
}
