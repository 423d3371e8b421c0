import type { RequestEvent } from '@keyledger/contracts';
import type { AlertPolicy, IpAllowlist, KeyLimit, KeyStatus, ReasonCode } from '@keyledger/domain';
import { type KeyContext, type KeyEnd, networksInUse } from '@keyledger/usage';
import type pg from 'pg';
import { timed } from '../key-usage/timed-query.js';
import { readAccountNetworks } from './account-networks.js';
import * as sql from './statements.js';

/** What the rules are told of a key, and what its account wants of them. */
export interface WatchedKey {
  readonly context: KeyContext;
  readonly policy: AlertPolicy;
  readonly limits: readonly KeyLimit[];
}

interface ContextRow {
  readonly keyId: string;
  readonly accountId: string;
  readonly createdAt: Date;
  readonly status: KeyStatus;
  readonly statusReason: ReasonCode | null;
  readonly statusChangedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly ipAllowlist: IpAllowlist;
  readonly successorId: string | null;
  readonly overlapEndsAt: Date | null;
  readonly rotationCompletedAt: Date | null;
  readonly successorCreatedAt: Date | null;
  readonly successorLastUsedAt: Date | null;
  readonly rules: AlertPolicy | null;
  readonly limits: readonly KeyLimit[];
}

/** As the read models have them now; a key that they do not have yet is not in the answer. */
export async function readKeyContexts(
  client: Pick<pg.PoolClient, 'query'>,
  keyIds: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, WatchedKey>> {
  const { rows } = await client.query<ContextRow>(timed(sql.readContexts, [keyIds]));
  const networks = await networksByAccount(client, [...new Set(rows.map(({ accountId }) => accountId))], now);
  return new Map(
    rows.map((row) => {
      const context = contextOf(row, networks.get(row.accountId) ?? noNetworks, now);
      return [row.keyId, { context, policy: row.rules ?? {}, limits: row.limits }];
    }),
  );
}

const noNetworks: ReadonlySet<string> = new Set();

/** Shared by the keys of an account. */
async function networksByAccount(
  client: Pick<pg.PoolClient, 'query'>,
  accountIds: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (accountIds.length === 0) return new Map();
  const kept = await readAccountNetworks(client, accountIds);
  return new Map([...kept].map(([accountId, networks]) => [accountId, networksInUse(networks, now)]));
}

/** Of a key that the read models do not have yet: it has been made just now. */
export function newKeyContext(
  { keyId, accountId }: Pick<RequestEvent, 'keyId' | 'accountId'>,
  now: number,
): KeyContext {
  return {
    ...{ keyId, accountId, createdAtMs: now, ended: null, expiresAtMs: null },
    ...{ allowedNetworks: [], accountNetworks: noNetworks, rotation: null, quotas: [] },
  };
}

function contextOf(row: ContextRow, accountNetworks: ReadonlySet<string>, now: number): KeyContext {
  const { keyId, accountId, createdAt, expiresAt, ipAllowlist } = row;
  return {
    keyId,
    accountId,
    createdAtMs: createdAt.getTime(),
    ended: endOf(row, now),
    expiresAtMs: expiresAt?.getTime() ?? null,
    allowedNetworks: ipAllowlist.enforced ? ipAllowlist.entries : [],
    accountNetworks,
    rotation: rotationOf(row),
    quotas: [],
  };
}

function endOf(row: ContextRow, now: number): KeyEnd | null {
  const { status, statusChangedAt, statusReason, rotationCompletedAt, overlapEndsAt, expiresAt } = row;
  if (status === 'revoked') {
    return { how: 'revoked', atMs: statusChangedAt?.getTime() ?? now, reason: statusReason };
  }
  const rotatedMs = rotationCompletedAt?.getTime() ?? overlapEndsAt?.getTime() ?? null;
  if (rotatedMs !== null && rotatedMs <= now) return { how: 'rotated', atMs: rotatedMs, reason: null };
  if (expiresAt !== null && expiresAt.getTime() <= now) {
    return { how: 'expired', atMs: expiresAt.getTime(), reason: null };
  }
  return null;
}

function rotationOf({ successorId, successorCreatedAt, overlapEndsAt, successorLastUsedAt }: ContextRow) {
  if (successorId === null || successorCreatedAt === null) return null;
  return {
    successorId,
    startedAtMs: successorCreatedAt.getTime(),
    overlapEndsAtMs: overlapEndsAt?.getTime() ?? null,
    successorLastUsedAtMs: successorLastUsedAt?.getTime() ?? null,
  };
}
