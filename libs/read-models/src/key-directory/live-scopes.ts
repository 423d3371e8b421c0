import type pg from 'pg';

/** A list of scopes, and how many live keys hold exactly that one. */
export interface ScopeListCount {
  readonly scopes: readonly string[];
  readonly keys: number;
}

export interface ScopeListCounts {
  /** Those that the most keys hold first. */
  readonly lists: readonly ScopeListCount[];
  /** Whether these are all there are. */
  readonly complete: boolean;
}

export interface NamedKey {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

/** Keys that can be used, or can be again once they are enabled. */
const live = `account_id = $1 AND status <> 'revoked' AND (expires_at IS NULL OR expires_at > $2)
  AND (successor_id IS NULL
       OR (rotation_completed_at IS NULL AND (overlap_ends_at IS NULL OR overlap_ends_at > $2)))`;

const selectLists = `
SELECT scopes, count(*)::integer AS keys FROM read.key_directory WHERE ${live}
GROUP BY scopes ORDER BY count(*) DESC, scopes LIMIT $3`;

// An array of lists would have to be rectangular, so they are compared as they are written.
const selectKeys = `
SELECT key_id AS "keyId", name, scopes FROM read.key_directory WHERE ${live} AND scopes::text = ANY (
  SELECT ARRAY(SELECT jsonb_array_elements_text(list))::text FROM jsonb_array_elements($3::jsonb) AS list)
ORDER BY created_position DESC LIMIT $4`;

/** What the live keys of an account hold. Rejects only on an outage of the database. */
export class LiveScopesQuery {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  /** @param now epoch milliseconds */
  async scopeLists(accountId: string, now: number, listsMax: number): Promise<ScopeListCounts> {
    const { rows } = await this.pool.query<ScopeListCount>({
      name: 'read.live_scope_lists',
      text: selectLists,
      values: [accountId, new Date(now), listsMax + 1],
    });
    return { lists: rows.slice(0, listsMax), complete: rows.length <= listsMax };
  }

  /** The newest of those that hold exactly one of the lists. */
  async keysHolding(
    accountId: string,
    now: number,
    lists: readonly (readonly string[])[],
    keysMax: number,
  ): Promise<readonly NamedKey[]> {
    if (lists.length === 0) return [];
    const { rows } = await this.pool.query<NamedKey>({
      name: 'read.live_keys_holding',
      text: selectKeys,
      values: [accountId, new Date(now), JSON.stringify(lists), keysMax],
    });
    return rows;
  }
}
