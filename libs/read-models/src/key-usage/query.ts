import type { Code } from '@keyledger/domain';
import type { Resolution } from '@keyledger/usage';
import { type DataSource, type EntitySchema, In } from 'typeorm';
import { type CountedBy, countTable } from './rollup-tables.js';
import { lastRefusedEntity, type LastRequestRow, lastUsedEntity } from './rows.js';

/** A key's most recent request of one kind. */
export interface LastRequestView {
  /** ISO 8601 UTC with milliseconds. */
  readonly at: string;
  readonly operation: string | null;
  readonly code: Code;
  readonly clientAddress: string | null;
  readonly userAgent: string | null;
  readonly verifier: string | null;
}

export interface NamedCount {
  /** Start of the bucket, ISO 8601 UTC with milliseconds. */
  readonly start: string;
  /** The operation, or the network. Null: there was none. `(other)`: those beyond the bound on names per bucket. */
  readonly name: string | null;
  readonly code: Code;
  readonly count: number;
}

export type OutcomeCount = Omit<NamedCount, 'name'>;

export interface UsageCountsRequest {
  readonly keyId: string;
  /** ISO 8601: buckets that start at or after this. */
  readonly from: string;
  /** ISO 8601: buckets that start before this. */
  readonly to: string;
  readonly resolution: Resolution;
  /** Most rows. */
  readonly limit: number;
}

interface CountRow {
  readonly start: Date;
  readonly name: string;
  readonly code: Code;
  readonly count: number;
}

/** Reads the use of keys. Rejects only on an outage of the database. */
export class KeyUsageQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** Last accepted use by key id; keys that were never used are not in it. */
  async lastUsed(keyIds: readonly string[]): Promise<ReadonlyMap<string, LastRequestView>> {
    return this.last(lastUsedEntity, keyIds);
  }

  /** Last refused use by key id; keys that were never refused are not in it. */
  async lastRefused(keyIds: readonly string[]): Promise<ReadonlyMap<string, LastRequestView>> {
    return this.last(lastRefusedEntity, keyIds);
  }

  /** By bucket, operation or network, and code; latest first, then by name and code. */
  async counts(by: CountedBy, request: UsageCountsRequest): Promise<readonly NamedCount[]> {
    const { keyId, from, to, resolution, limit } = request;
    const rows = await this.dataSource.query<CountRow[]>(
      `SELECT start, ${by} AS name, code, requests::float8 AS count FROM ${countTable(by, resolution)}
       WHERE key_id = $1 AND start >= $2 AND start < $3 ORDER BY start DESC, name, code LIMIT $4`,
      [keyId, from, to, limit],
    );
    return rows.map(({ start, name, code, count }) => ({
      start: start.toISOString(),
      name: name === '' ? null : name,
      code,
      count,
    }));
  }

  /** By bucket and code; latest first, then by code. */
  async outcomes(request: UsageCountsRequest): Promise<readonly OutcomeCount[]> {
    const { keyId, from, to, resolution, limit } = request;
    const rows = await this.dataSource.query<Omit<CountRow, 'name'>[]>(
      `SELECT start, code, sum(requests::float8) AS count FROM ${countTable('operation', resolution)}
       WHERE key_id = $1 AND start >= $2 AND start < $3 GROUP BY start, code ORDER BY start DESC, code LIMIT $4`,
      [keyId, from, to, limit],
    );
    return rows.map(({ start, code, count }) => ({ start: start.toISOString(), code, count }));
  }

  private async last(
    entity: EntitySchema<LastRequestRow>,
    keyIds: readonly string[],
  ): Promise<ReadonlyMap<string, LastRequestView>> {
    const rows = await this.dataSource.getRepository(entity).findBy({ keyId: In([...keyIds]) });
    return new Map(
      rows.map(({ keyId, time, operation, code, clientAddress, userAgent, verifier }) => [
        keyId,
        { at: time, operation, code, clientAddress, userAgent, verifier },
      ]),
    );
  }
}
