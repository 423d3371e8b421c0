import { type UsedNetworks, type UsedOperations, bucketOf, otherOperation } from '@keyledger/usage';
import type { DataSource } from 'typeorm';
import { type CountedBy, countTable, ofSingleKeys } from '../key-usage/rollup-tables.js';

/** Accepted requests of one key. */
export interface KeyUse {
  readonly operations: UsedOperations;
  readonly networks: UsedNetworks;
  /** Those of `networks` that it came from on one of the last days. */
  readonly recentNetworks: readonly string[];
}

/** UTC days, epoch milliseconds: each counts whole. */
export interface UsePeriod {
  readonly since: number;
  /** From then on a network is a recent one. */
  readonly recentSince: number;
}

/** Of each key so many operations and networks are told apart, the most frequent; the others are `(other)`. */
export const namesPerKeyMax = 200;
/** An account whose sides meet in more places has other worries. */
const crossingNetworksMax = 10_000;

interface NameRow {
  readonly keyId: string;
  readonly name: string;
  readonly requests: number;
  readonly last: Date;
}

/** What keys did, for their review. Rejects only on an outage of the database. */
export class KeyUseQuery {
  constructor(private readonly dataSource: Pick<DataSource, 'query'>) {}

  /** For each of the keys, used or not. */
  async of(keyIds: readonly string[], { since, recentSince }: UsePeriod): Promise<(keyId: string) => KeyUse> {
    if (keyIds.length === 0) return () => unused;
    const [operations, networks] = await Promise.all([
      this.names('operation', keyIds, since),
      this.names('network', keyIds, since),
    ]);
    const recent = bucketOf('day', new Date(recentSince).toISOString());
    return (keyId) => ({
      operations: countsOf(operations.get(keyId) ?? []),
      networks: countsOf(networks.get(keyId) ?? []),
      recentNetworks: (networks.get(keyId) ?? [])
        .filter(({ last }) => last.toISOString() >= recent)
        .map(({ name }) => name),
    });
  }

  /** Networks that keys for production and keys for something else were both used from, on one of the last days. */
  async crossingNetworks(accountId: string, { recentSince }: UsePeriod): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.query<{ network: string }[]>(findCrossing, [
      accountId,
      bucketOf('day', new Date(recentSince).toISOString()),
      otherOperation,
      crossingNetworksMax,
    ]);
    return new Set(rows.map(({ network }) => network));
  }

  private async names(by: CountedBy, keyIds: readonly string[], since: number) {
    const rows = await this.dataSource.query<NameRow[]>(namesBy(by), [
      keyIds,
      bucketOf('day', new Date(since).toISOString()),
      namesPerKeyMax + 1,
    ]);
    const byKey = new Map<string, NameRow[]>();
    for (const row of rows) {
      const ofKey = byKey.get(row.keyId);
      if (ofKey === undefined) byKey.set(row.keyId, [row]);
      else ofKey.push(row);
    }
    return byKey;
  }
}

const unused: KeyUse = { operations: new Map(), networks: new Map(), recentNetworks: [] };

function namesBy(by: CountedBy): string {
  return `
SELECT key_id AS "keyId", name, requests, last FROM (
  SELECT key_id, ${by} AS name, sum(requests::float8) AS requests, max(start) AS last,
    row_number() OVER (PARTITION BY key_id ORDER BY sum(requests::float8) DESC, ${by}) AS place
  FROM ${countTable(by, 'day')}
  WHERE key_id = ANY ($1) AND start >= $2 AND code = 'VALID'
  GROUP BY key_id, ${by}
) used WHERE place <= $3 ORDER BY place`;
}

const findCrossing = `
SELECT used.network FROM ${countTable('network', 'day')} used JOIN read.key_directory key USING (key_id)
WHERE used.account_id = $1 AND used.${ofSingleKeys} AND used.start >= $2 AND used.code = 'VALID'
  AND used.network NOT IN ('', $3) AND key.status <> 'revoked' AND key.environment IS NOT NULL
GROUP BY used.network
HAVING bool_or(key.environment = 'production') AND bool_or(key.environment <> 'production')
ORDER BY used.network LIMIT $4`;

function countsOf(rows: readonly NameRow[]): ReadonlyMap<string | null, number> {
  const counts = new Map(
    rows
      .slice(0, namesPerKeyMax)
      .map(({ name, requests }): [string | null, number] => [name === '' ? null : name, requests]),
  );
  const [beyond] = rows.slice(namesPerKeyMax);
  if (beyond !== undefined) counts.set(otherOperation, (counts.get(otherOperation) ?? 0) + beyond.requests);
  return counts;
}
