import type pg from 'pg';

/** A value belongs to one key; several hold it where one was imported or configured more than once. */
const keysMax = 10;

const selectByDigest = `
SELECT key_id AS "keyId" FROM read.verification_key
WHERE digest = $1 AND ($2::text IS NULL OR account_id = $2)
ORDER BY key_id LIMIT ${keysMax}`;

/**
 * Ids of the keys that have this digest, as far as the read model knows: what they may do is for the log to say.
 *
 * @param digest SHA-256 of the value, base64url
 * @param accountId keys of other accounts are left out; null: of any account
 */
export async function findKeysByDigest(
  pool: Pick<pg.Pool, 'query'>,
  digest: string,
  accountId: string | null,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ keyId: string }>(selectByDigest, [digest, accountId]);
  return rows.map(({ keyId }) => keyId);
}
