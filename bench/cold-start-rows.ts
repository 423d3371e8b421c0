import { hash } from 'node:crypto';
import { eventLogMigrations } from '@keyledger/event-log/adapters/postgres/migrations';
import { migrate } from '@keyledger/platform';
import { readModelMigrations } from '@keyledger/read-models';
import type pg from 'pg';

/** The value of the n-th key, from 1. */
export function valueOf(n: number): string {
  return `bench-key-${n}`;
}

/**
 * Keys of a thousand accounts, four scopes each, of which there are fifty sets; every tenth key with one of twenty
 * address lists, every third with an end.
 */
const insertKeys = `
INSERT INTO read.verification_key (key_id, account_id, digest, status, scopes, ip_allowlist, expires_at)
SELECT 'key_' || substr(md5(n::text), 1, 22), 'account-' || n % 1000,
       rtrim(translate(encode(sha256(convert_to('bench-key-' || n, 'UTF8')), 'base64'), '+/', '-_'), '='),
       'active',
       ARRAY['orders' || n % 50 || ':read', 'orders:Cancel', 'orders:Create', 'invoices' || n % 50 || ':*'],
       CASE WHEN n % 10 = 0 THEN jsonb_build_object('enforced', true, 'entries', jsonb_build_array('192.0.' || n % 200 || '.0/24'))
            ELSE '{"enforced": false, "entries": []}' END,
       CASE WHEN n % 3 = 0 THEN TIMESTAMPTZ '2999-01-01Z' + n * INTERVAL '1 second' END
FROM generate_series(1, $1::integer) AS n`;

/** The read model of an empty database, as if so many keys were in the log; the log itself stays empty. */
export async function fillReadModel(databaseUrl: string, pool: pg.Pool, keys: number): Promise<void> {
  await migrate(databaseUrl, 'log', eventLogMigrations);
  await migrate(databaseUrl, 'read', readModelMigrations);
  await pool.query(insertKeys, [keys]);
  await pool.query('VACUUM ANALYZE read.verification_key'); // as time would have it: no first reader pays for hint bits
  await pool.query('CHECKPOINT');
}

const insertService = `
INSERT INTO read.verification_key (key_id, account_id, digest, status, scopes, ip_allowlist)
VALUES ('key_service', 'system', $1, 'active', '{keyledger:Verify}', '{"enforced": false, "entries": []}')`;

/** A key that may ask about all the others. */
export async function insertServiceKey(pool: pg.Pool, value: string): Promise<void> {
  await pool.query(insertService, [hash('sha256', value, 'base64url')]);
}
