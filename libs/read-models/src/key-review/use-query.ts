import {
  type UsedNetworks,
  type UsedOperationNames,
  type UsedOperations,
  bucketOf,
  otherOperation,
} from '@keyledger/usage';
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
    const recent = dayOf(recentSince);
    return (keyId) => ({
      operations: countsOf(operations.get(keyId) ?? []),
      networks: countsOf(networks.get(keyId) ?? []),
      recentNetworks: namesSince(recent, networks.get(keyId) ?? []),
    });
  }

  /** The names in `KeyUse.operations`, for each of the keys; where `(other)` are among them, any of the names may be. */
  async operationNames(
    keyIds: readonly string[],
    { since }: UsePeriod,
  ): Promise<(keyId: string) => UsedOperationNames> {
    const rows = await this.dataSource.query<{ keyId: string; names: string[] }[]>(findOperationNames, [
      ...[keyIds, dayOf(since), namesPerKeyMax + 1],
    ]);
    const byKey = new Map(rows.map(({ keyId, names }) => [keyId, names]));
    return (keyId) => {
      const names = byKey.get(keyId) ?? [];
      const beyond = names.length > namesPerKeyMax;
      const told = beyond ? [...names.slice(0, namesPerKeyMax), otherOperation] : names;
      return new Set(told.map((name) => (name === '' ? null : name)));
    };
  }

  /** `KeyUse.recentNetworks` of those keys that came from one of these of late; of the others it may be empty. */
  async recentNetworks(
    keyIds: readonly string[],
    from: ReadonlySet<string>,
    { since, recentSince }: UsePeriod,
  ): Promise<(keyId: string) => readonly string[]> {
    if (from.size === 0) return () => [];
    const recent = dayOf(recentSince);
    const rows = await this.dataSource.query<{ keyId: string }[]>(findFrom, [keyIds, recent, [...from]]);
    const found = rows.map(({ keyId }) => keyId);
    const networks = found.length === 0 ? null : await this.names('network', found, since);
    return (keyId) => namesSince(recent, networks?.get(keyId) ?? []);
  }

  /** Networks that keys for production and keys for something else were both used from, on one of the last days. */
  async crossingNetworks(accountId: string, { recentSince }: UsePeriod): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.query<{ network: string }[]>(findCrossing, [
      accountId,
      dayOf(recentSince),
      otherOperation,
      crossingNetworksMax,
    ]);
    return new Set(rows.map(({ network }) => network));
  }

  private async names(by: CountedBy, keyIds: readonly string[], since: number) {
    const rows = await this.dataSource.query<NameRow[]>(namesBy(by), [
      keyIds,
      dayOf(since),
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

const findOperationNames = `
SELECT key_id AS "keyId", (array_agg(operation))[1:$3] AS names FROM (
  SELECT DISTINCT key_id, operation FROM ${countTable('operation', 'day')}
  WHERE key_id = ANY ($1) AND start >= $2 AND code = 'VALID'
) used GROUP BY key_id`;

const findFrom = `
SELECT DISTINCT key_id AS "keyId" FROM ${countTable('network', 'day')}
WHERE key_id = ANY ($1) AND start >= $2 AND code = 'VALID' AND network = ANY ($3)`;

/** Its start. */
function dayOf(ms: number): string {
  return bucketOf('day', new Date(ms).toISOString());
}

function namesSince(day: string, rows: readonly NameRow[]): readonly string[] {
  return rows.filter(({ last }) => last.toISOString() >= day).map(({ name }) => name);
}

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
