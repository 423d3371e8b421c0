import { randomUUID } from 'node:crypto';
import { WakeSignal, backoffMs, sleep } from '@keyledger/platform';
import { assignedPartitions } from '../../assignment.js';
import type { Broker, Consumer, Consumption } from '../../broker.js';
import { consumePartition } from '../../partition-loop.js';
import { PartitionLease, type Place } from './partition-lease.js';
import { Session } from './session.js';
import * as sql from './statements.js';

/** How often a member shows that it lives and looks who else does. */
export const heartbeatMs = 500;
/** A member that has not shown itself for this long has no share any more. */
export const memberSilenceMsMax = 2_000;

export interface PostgresConsumerOptions {
  readonly databaseUrl: string;
  readonly applicationName: string;
  readonly consumption: Consumption;
  readonly topicId: number;
  readonly partitions: number;
  /** For dead letters. */
  readonly broker: Pick<Broker, 'publish'>;
  readonly onError: (error: unknown) => void;
}

interface Worker {
  readonly stopping: AbortController;
  readonly wake: WakeSignal;
  readonly done: Promise<void>;
}

/**
 * A member of a consumer group. Its session holds the lock of each partition that it reads; it gives up a partition
 * that has become another member's after the batch in hand, and takes over what is its own as soon as that is free.
 * When the session is lost, its partitions are too: it waits for its handlers and begins again with a new one.
 */
export class PostgresConsumer implements Consumer {
  private readonly memberId = randomUUID();
  private readonly place: Place;
  private readonly stopping = new AbortController();
  private readonly workers = new Map<number, Worker>();
  private readonly done: Promise<void>;

  constructor(private readonly options: PostgresConsumerOptions) {
    const { consumption, topicId } = options;
    this.place = { group: consumption.group, topic: consumption.topic, topicId };
    this.done = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.done;
  }

  /** New messages may be there. */
  wake(): void {
    for (const worker of this.workers.values()) worker.wake.wake();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await this.runSession(() => (attempt = 0));
      } catch (error) {
        this.options.onError(error);
        await sleep(backoffMs(attempt, Math.random()), signal);
      }
    }
  }

  private async runSession(onJoined: () => void): Promise<void> {
    const { databaseUrl, applicationName } = this.options;
    const session = await Session.open(databaseUrl, applicationName);
    try {
      await session.query(sql.removeSilentMembers, [
        this.place.group,
        this.place.topicId,
        memberSilenceMsMax,
      ]);
      const ended = AbortSignal.any([this.stopping.signal, session.lost]);
      while (!ended.aborted) {
        this.assign(session, await this.heartbeat(session));
        onJoined();
        await sleep(heartbeatMs, ended);
      }
      session.lost.throwIfAborted();
      await this.leave(session);
    } finally {
      await this.finishWorkers();
      await session.close();
    }
  }

  /** The partitions that should be ours now. */
  private async heartbeat(session: Session): Promise<ReadonlySet<number>> {
    const values = [this.place.group, this.place.topicId, this.memberId, memberSilenceMsMax];
    const rows = await session.query<{ memberId: string }>(sql.heartbeat, values);
    const members = [...rows.map((row) => row.memberId), this.memberId];
    return new Set(assignedPartitions(this.options.partitions, members, this.memberId));
  }

  private assign(session: Session, wanted: ReadonlySet<number>): void {
    for (const [partition, worker] of this.workers) if (!wanted.has(partition)) worker.stopping.abort();
    for (const partition of wanted) if (!this.workers.has(partition)) this.start(session, partition);
  }

  private start(session: Session, partition: number): void {
    const stopping = new AbortController();
    const wake = new WakeSignal();
    const done = this.work(session, partition, stopping.signal, wake).finally(() =>
      this.workers.delete(partition),
    );
    this.workers.set(partition, { stopping, wake, done });
  }

  private async work(
    session: Session,
    partition: number,
    signal: AbortSignal,
    wake: WakeSignal,
  ): Promise<void> {
    const { consumption, broker, onError } = this.options;
    try {
      const source = await PartitionLease.tryAcquire(session, this.place, partition);
      if (source === undefined) return; // its holder is still busy; the next heartbeat tries again
      await consumePartition({ source, consumption, broker, wake, signal, onError });
      await source.release();
    } catch (error) {
      onError(error);
      // Whether the lock is still ours is not known for sure: a new session settles it.
      await session.close();
    }
  }

  private async leave(session: Session): Promise<void> {
    await this.finishWorkers();
    const { group, topicId } = this.place;
    await session.query(sql.removeMember, [group, topicId, this.memberId]);
  }

  private async finishWorkers(): Promise<void> {
    const running = [...this.workers.values()];
    for (const worker of running) worker.stopping.abort();
    await Promise.all(running.map((worker) => worker.done));
  }
}
