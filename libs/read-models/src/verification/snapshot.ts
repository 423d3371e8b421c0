import type {
  VerificationAccountRow,
  VerificationKeyRow,
  VerificationRow,
  VerificationSnapshot,
} from '@keyledger/contracts';
import type pg from 'pg';
import { verification } from './projection.js';
import { sharingTypes } from './sharing-types.js';

/**
 * Rows per page; the reader holds two in memory, one at hand and one on its way. Larger pages outlive
 * the collector's young generation: measured at a million keys, five times as many rows left a process larger by a fifth.
 */
const pageRows = 1_000;

/** A snapshot that nobody goes on reading is given up by the server, and its connection with it. */
const abandonedAfterMs = 60_000;

export const selectPosition = `SELECT position::text AS position FROM read.checkpoint WHERE name = $1 AND version = $2`;

const selectAccounts = `
SELECT account_id AS "accountId", api_access AS "apiAccess", profile, email, catalogue, when_stale AS "whenStale"
FROM read.verification_account`;

const selectKeys = `
SELECT key_id AS "keyId", account_id AS "accountId", digest, status, scopes, ip_allowlist AS "ipAllowlist", limits,
       expires_at AS "expiresAt", successor_id AS "successorId", overlap_ends_at AS "overlapEndsAt"
FROM read.verification_key`;

const declareAccounts = `
DECLARE verification_accounts NO SCROLL CURSOR FOR ${selectAccounts}
WHERE $1::text IS NULL OR account_id = $1`;

const declareKeys = `
DECLARE verification_keys NO SCROLL CURSOR FOR ${selectKeys}`;

const declareKeysOfAccount = `${declareKeys} WHERE account_id = $1`;

export interface SnapshotOptions {
  /** Only this account and its keys. */
  readonly accountId?: string;
}

/**
 * The verification rows as of one position, accounts before keys, in pages: one REPEATABLE READ transaction, constant
 * memory. `rows` is to be iterated once, and holds a connection of the pool until its end; a snapshot of which no
 * row is ever asked for loses its connection after a minute. Position 0 and no rows where no projector ever ran.
 */
export async function readVerificationSnapshot(
  pool: pg.Pool,
  { accountId }: SnapshotOptions = {},
): Promise<VerificationSnapshot> {
  const client = await pool.connect();
  let released = false;
  const release = (broken: boolean): void => {
    if (released) return;
    released = true;
    client.off('error', onLost);
    client.release(broken);
  };
  const onLost = (): void => release(true); // the connection ended with nobody waiting on it
  client.on('error', onLost);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = ${abandonedAfterMs}`);
    const { rows } = await client.query<{ position: string }>(selectPosition, [
      verification.name,
      verification.version,
    ]);
    return { position: BigInt(rows[0]?.position ?? 0), rows: pages(client, accountId ?? null, release) };
  } catch (error) {
    release(true);
    throw error;
  }
}

async function* pages(
  client: pg.ClientBase,
  accountId: string | null,
  release: (broken: boolean) => void,
): AsyncGenerator<readonly VerificationRow[]> {
  let complete = false;
  try {
    await client.query(declareAccounts, [accountId]);
    for await (const rows of fetchPages(client, 'verification_accounts')) {
      yield (rows as SelectedAccount[]).map(toAccountRow);
    }
    if (accountId === null) await client.query(declareKeys);
    else await client.query(declareKeysOfAccount, [accountId]);
    for await (const rows of fetchPages(client, 'verification_keys')) {
      yield (rows as SelectedKey[]).map(toKeyRow);
    }
    await client.query('COMMIT');
    complete = true;
  } finally {
    release(!complete);
  }
}

/** The database reads the next page while this one is worked on. */
async function* fetchPages(
  client: pg.ClientBase,
  cursor: 'verification_accounts' | 'verification_keys',
): AsyncGenerator<readonly pg.QueryResultRow[]> {
  const text = `FETCH FORWARD ${pageRows} FROM ${cursor}`;
  const types = sharingTypes();
  const fetchPage = () => client.query<pg.QueryResultRow>({ text, types });
  let onItsWay = fetchPage();
  for (;;) {
    const { rows } = await onItsWay;
    const isLast = rows.length < pageRows;
    if (!isLast) {
      onItsWay = fetchPage();
      onItsWay.catch(() => undefined); // nobody may be waiting when it fails; whoever asks for the page is told
    }
    if (rows.length > 0) yield rows;
    if (isLast) return;
  }
}

type SelectedAccount = Omit<VerificationAccountRow, 'kind'>;

function toAccountRow(row: SelectedAccount): VerificationAccountRow {
  return { kind: 'account', ...row };
}

type SelectedKey = Omit<VerificationKeyRow, 'kind' | 'limits' | 'expiresAt' | 'overlapEndsAt'> & {
  readonly limits: VerificationKeyRow['limits'] | null;
  readonly expiresAt: Date | null;
  readonly overlapEndsAt: Date | null;
};

function toKeyRow({ limits, expiresAt, overlapEndsAt, ...row }: SelectedKey): VerificationKeyRow {
  return {
    ...{ kind: 'key', ...row },
    ...(limits && { limits }),
    expiresAt: expiresAt?.toISOString() ?? null,
    overlapEndsAt: overlapEndsAt?.toISOString() ?? null,
  };
}
