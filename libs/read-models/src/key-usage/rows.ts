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
  readonly userAgent: string | null;
  readonly verifier: string | null;
  readonly producer: string;
  readonly sequence: bigint;
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
    userAgent: 'text',
    verifier: 'text',
    producer: 'text',
    sequence: 'bigint',
  },
};

export const lastUsedEntity = entityOf<LastRequestRow>('LastUsed', lastUsedTable);
export const lastRefusedEntity = entityOf<LastRequestRow>('LastRefused', {
  ...lastUsedTable,
  name: 'last_refused',
});
/** For TypeORM's DataSource. */
export const usageEntities: readonly EntitySchema[] = [
  lastUsedEntity,
  lastRefusedEntity,
] as readonly EntitySchema[];
