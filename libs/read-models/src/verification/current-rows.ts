import type { AccountState, KeyState } from '@keyledger/contracts';
import type pg from 'pg';
import { verification } from './projection.js';
import { selectPosition } from './snapshot.js';

// Without what an account's row has besides, which may be large.
const selectAccounts = `
SELECT account_id AS "accountId", api_access AS "apiAccess", profile, when_stale AS "whenStale"
FROM read.verification_account
WHERE account_id = ANY ($1) ORDER BY account_id`;

const selectKeys = `
SELECT key_id AS "keyId", account_id AS "accountId", digest, status, scopes, ip_allowlist AS "ipAllowlist", limits,
       expires_at AS "expiresAt", successor_id AS "successorId", overlap_ends_at AS "overlapEndsAt"
FROM read.verification_key WHERE key_id = ANY ($1) ORDER BY key_id`;

export interface RowsWanted {
  readonly accountIds: readonly string[];
  readonly keyIds: readonly string[];
}

/** All as of one position: every event up to there is in them, and none after it. What is not there is left out. */
export interface CurrentStates {
  readonly position: bigint;
  readonly accounts: readonly AccountState[];
  readonly keys: readonly KeyState[];
}

/** A few rows of the read model as of one moment. A rejection leaves a transaction open. */
export async function readCurrentStates(
  client: pg.ClientBase,
  { accountIds, keyIds }: RowsWanted,
): Promise<CurrentStates> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const checkpoint = await client.query<{ position: string }>(selectPosition, [
    verification.name,
    verification.version,
  ]);
  const accounts = await client.query<SelectedAccount>(selectAccounts, [accountIds]);
  const keys = await client.query<SelectedKey>(selectKeys, [keyIds]);
  await client.query('COMMIT');
  const position = BigInt(checkpoint.rows[0]?.position ?? 0);
  return {
    position,
    accounts: accounts.rows.map((row) => ({ kind: 'account', ...row, position })),
    keys: keys.rows.map(({ limits, expiresAt, overlapEndsAt, ...row }) => ({
      ...{ kind: 'key', ...row, position },
      ...(limits && { limits }),
      expiresAt: expiresAt?.toISOString() ?? null,
      overlapEndsAt: overlapEndsAt?.toISOString() ?? null,
    })),
  };
}

type SelectedAccount = Omit<AccountState, 'kind' | 'position'>;
type SelectedKey = Omit<KeyState, 'kind' | 'position' | 'limits' | 'expiresAt' | 'overlapEndsAt'> & {
  readonly limits: KeyState['limits'] | null;
  readonly expiresAt: Date | null;
  readonly overlapEndsAt: Date | null;
};
