import type pg from 'pg';

const selectExisting = `SELECT key_id AS "keyId" FROM read.key_directory WHERE key_id = ANY ($1)`;

/** Those of the ids that a key has; a key that was made a moment ago may be missing. */
export async function existingKeys(
  pool: Pick<pg.Pool, 'query'>,
  keyIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ keyId: string }>({
    name: 'read.existing_keys',
    text: selectExisting,
    values: [keyIds],
  });
  return new Set(rows.map(({ keyId }) => keyId));
}
