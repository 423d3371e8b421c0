import type { Code } from '@keyledger/domain';
import type { EntitySchema } from 'typeorm';
import { entityOf } from '../entity.js';
import type { TableOf } from '../table.js';

export type LastRequestRow = {
  readonly keyId: string;
  readonly time: string;
  readonly operation: string | null;
  readonly clientAddress: string | null;
  readonly code: Code;
  readonly producer: string;
  readonly sequence: bigint;
};

export type RequestCountRow = {
  readonly keyId: string;
  readonly hour: string;
  readonly code: Code;
  /** Empty: none was asked about. */
  readonly operation: string;
  readonly requests: bigint;
};

export type NetworkCountRow = Omit<RequestCountRow, 'operation'> & {
  /** Empty: not known. */
  readonly network: string;
};

const lastUsedTable: TableOf<LastRequestRow, 'keyId'> = {
  schema: 'usage',
  name: 'last_used',
  primaryKey: ['keyId'],
  columns: {
    keyId: 'text',
    time: 'timestamptz',
    operation: 'text',
    clientAddress: 'text',
    code: 'text',
    producer: 'text',
    sequence: 'bigint',
  },
};

const requestCountTable: TableOf<RequestCountRow, 'keyId' | 'hour' | 'code' | 'operation'> = {
  schema: 'usage',
  name: 'request_count_hourly',
  primaryKey: ['keyId', 'hour', 'code', 'operation'],
  columns: { keyId: 'text', hour: 'timestamptz', code: 'text', operation: 'text', requests: 'bigint' },
};

const networkCountTable: TableOf<NetworkCountRow, 'keyId' | 'hour' | 'code' | 'network'> = {
  schema: 'usage',
  name: 'network_count_hourly',
  primaryKey: ['keyId', 'hour', 'code', 'network'],
  columns: { keyId: 'text', hour: 'timestamptz', code: 'text', network: 'text', requests: 'bigint' },
};

export const lastUsedEntity = entityOf<LastRequestRow>('LastUsed', lastUsedTable);
export const lastRefusedEntity = entityOf<LastRequestRow>('LastRefused', {
  ...lastUsedTable,
  name: 'last_refused',
});
export const requestCountEntity = entityOf<RequestCountRow>('RequestCountHourly', requestCountTable);

export const networkCountEntity = entityOf<NetworkCountRow>('NetworkCountHourly', networkCountTable);

/** For TypeORM's DataSource. */
export const usageEntities: readonly EntitySchema[] = [
  lastUsedEntity,
  lastRefusedEntity,
  requestCountEntity,
  networkCountEntity,
] as readonly EntitySchema[];
