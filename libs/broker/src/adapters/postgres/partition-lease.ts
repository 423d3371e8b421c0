import type { ReceivedMessage } from '../../broker.js';
import type { PartitionPage, PartitionSource } from '../../partition-loop.js';
import type { Session } from './session.js';
import * as sql from './statements.js';

export interface Place {
  readonly group: string;
  readonly topic: string;
  readonly topicId: number;
}

interface PageRow {
  readonly endOffset: bigint;
  readonly offset: bigint | null;
  readonly id: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string | null;
}

/** A partition that this session holds the group's lock on. */
export class PartitionLease implements PartitionSource {
  private constructor(
    private readonly session: Session,
    private readonly place: Place,
    readonly partition: number,
  ) {}

  /** Undefined while another consumer of the group holds it. */
  static async tryAcquire(
    session: Session,
    place: Place,
    partition: number,
  ): Promise<PartitionLease | undefined> {
    const lease = new PartitionLease(session, place, partition);
    const [row] = await session.query<{ locked: boolean }>(sql.tryLock, [lease.lockName]);
    return row?.locked === true ? lease : undefined;
  }

  async release(): Promise<void> {
    await this.session.query(sql.unlock, [this.lockName]);
  }

  async committed(): Promise<bigint> {
    const { group, topicId } = this.place;
    const values = [group, topicId, this.partition];
    const [row] = await this.session.query<{ nextOffset: bigint }>(sql.readGroupOffset, values);
    return row?.nextOffset ?? 0n;
  }

  async read(offset: bigint, messagesMax: number): Promise<PartitionPage> {
    const values = [this.place.topicId, this.partition, offset, messagesMax];
    const rows = await this.session.query<PageRow>(sql.readPage, values);
    return { messages: rows.flatMap(toMessage), endOffset: rows[0]?.endOffset ?? 0n };
  }

  async commit(nextOffset: bigint): Promise<void> {
    const { group, topicId } = this.place;
    await this.session.query(sql.writeGroupOffset, [group, topicId, this.partition, nextOffset]);
  }

  private get lockName(): string {
    const { group, topic } = this.place;
    return `keyledger broker ${JSON.stringify([group, topic, this.partition])}`;
  }
}

function toMessage({ offset, id, key, headers, value }: PageRow): ReceivedMessage[] {
  return offset === null ? [] : [{ offset, id, key, headers, value }];
}
