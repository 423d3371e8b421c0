import type { Code } from '@keyledger/domain';
import { type DataSource, type EntitySchema, In } from 'typeorm';
import {
  lastRefusedEntity,
  type LastRequestRow,
  lastUsedEntity,
  networkCountEntity,
  requestCountEntity,
} from './rows.js';

/** A key's most recent request of one kind. */
export interface LastRequestView {
  /** ISO 8601 UTC with milliseconds. */
  readonly at: string;
  readonly operation: string | null;
  readonly code: Code;
  readonly clientAddress: string | null;
}

export interface UsageCount {
  /** Start of the hour, ISO 8601 UTC with milliseconds. */
  readonly hour: string;
  /** Null: none was asked about. `(other)`: those beyond the bound on operations per hour. */
  readonly operation: string | null;
  readonly code: Code;
  readonly count: number;
}

export interface NetworkUsageCount extends Omit<UsageCount, 'operation'> {
  /** `192.0.2.0/24` or `2001:db8::/48`; null: not known. `(other)`: those beyond the bound on networks per hour. */
  readonly network: string | null;
}

export interface UsageCountsRequest {
  readonly keyId: string;
  /** ISO 8601: hours that start at or after this. */
  readonly from: string;
  /** ISO 8601: hours that start before this. */
  readonly to: string;
  readonly limit: number;
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

  /** By hour, operation and code; latest hour first, then by operation and code. */
  async counts({ keyId, from, to, limit }: UsageCountsRequest): Promise<readonly UsageCount[]> {
    const rows = await this.dataSource
      .getRepository(requestCountEntity)
      .createQueryBuilder('count')
      .where('count.keyId = :keyId AND count.hour >= :from AND count.hour < :to', { keyId, from, to })
      .orderBy('count.hour', 'DESC')
      .addOrderBy('count.operation', 'ASC')
      .addOrderBy('count.code', 'ASC')
      .limit(limit)
      .getMany();
    return rows.map(({ hour, operation, code, requests }) => ({
      hour,
      operation: operation === '' ? null : operation,
      code,
      count: Number(requests),
    }));
  }

  /** As `counts`, by network in place of the operation. */
  async networkCounts({ keyId, from, to, limit }: UsageCountsRequest): Promise<readonly NetworkUsageCount[]> {
    const rows = await this.dataSource
      .getRepository(networkCountEntity)
      .createQueryBuilder('count')
      .where('count.keyId = :keyId AND count.hour >= :from AND count.hour < :to', { keyId, from, to })
      .orderBy('count.hour', 'DESC')
      .addOrderBy('count.network', 'ASC')
      .addOrderBy('count.code', 'ASC')
      .limit(limit)
      .getMany();
    return rows.map(({ hour, network, code, requests }) => ({
      hour,
      network: network === '' ? null : network,
      code,
      count: Number(requests),
    }));
  }

  /**
   * How often each key was let do what, since then, by key id and operation (null: none was asked about); keys that were
   * not used are not in it.
   */
  async usedOperations(
    keyIds: readonly string[],
    since: string,
  ): Promise<ReadonlyMap<string, ReadonlyMap<string | null, number>>> {
    const rows = await this.dataSource
      .getRepository(requestCountEntity)
      .createQueryBuilder('count')
      .select('count.keyId', 'keyId')
      .addSelect('count.operation', 'operation')
      .addSelect('sum(count.requests)', 'requests')
      .where('count.keyId IN (:...keyIds) AND count.hour >= :since', { keyIds: ['', ...keyIds], since })
      .andWhere(`count.code = 'VALID'`)
      .groupBy('count.keyId')
      .addGroupBy('count.operation')
      .getRawMany<{ keyId: string; operation: string; requests: string }>();
    const used = new Map<string, Map<string | null, number>>();
    for (const { keyId, operation, requests } of rows) {
      const operations = used.get(keyId) ?? new Map<string | null, number>();
      operations.set(operation === '' ? null : operation, Number(requests));
      used.set(keyId, operations);
    }
    return used;
  }

  private async last(
    entity: EntitySchema<LastRequestRow>,
    keyIds: readonly string[],
  ): Promise<ReadonlyMap<string, LastRequestView>> {
    const rows = await this.dataSource.getRepository(entity).findBy({ keyId: In([...keyIds]) });
    return new Map(
      rows.map(({ keyId, time, operation, code, clientAddress }) => [
        keyId,
        { at: time, operation, code, clientAddress },
      ]),
    );
  }
}
