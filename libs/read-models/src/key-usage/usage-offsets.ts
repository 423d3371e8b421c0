import type { OffsetStore } from '@keyledger/broker';
import type pg from 'pg';
import * as sql from './statements.js';

/** The offsets that `writeUsage` commits with its rows. */
export class UsageOffsets implements OffsetStore {
  constructor(
    private readonly pool: pg.Pool,
    private readonly group: string,
  ) {}

  async load(topic: string, partition: number): Promise<bigint | undefined> {
    const { rows } = await this.pool.query<{ nextOffset: bigint | string }>(sql.readOffset, [
      topic,
      partition,
      this.group,
    ]);
    return rows[0] === undefined ? undefined : BigInt(rows[0].nextOffset);
  }
}
