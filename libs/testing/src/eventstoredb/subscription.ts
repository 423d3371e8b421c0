import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import { failure } from './failures.js';
import type { EventFilter } from './filter.js';
import { followedBy } from './followed.js';
import { resolved } from './links.js';
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage } from './messages.js';
import { type ReadCall, send } from './read-service.js';
import type { StoredEvent } from './stored-event.js';
import type { StoredLog } from './stored-log.js';

/** Live events that the server keeps for a consumer that does not take them. */
export const liveBufferEventsMax = 32;
/**
 * What is under way to a consumer beside that: HTTP/2's window. It fits what was seen of small events; of large ones
 * the real server had more on the way before it gave up, differing from run to run. Here they are dropped sooner.
 */
const windowBytes = 65_536;

/** So that a long catch-up does not hold up everybody else. */
const catchUpTurnEvents = 1_000;

const tooSlow =
  'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.';

/** Catches up at the consumer's pace, then is live at the writers'. */
export class Subscription {
  private filter: EventFilter = { matches: () => false, checkpointEvents: 0 };
  private readonly waiting: Streams.ReadResp[] = [];
  private bytesUnderWay = 0;
  private lookedAt = 0;
  private ended = false;
  private overflowed = false;
  private endListening: () => void = () => undefined;

  constructor(
    private readonly call: ReadCall,
    private readonly options: Streams.ReadReq.Options,
    private readonly log: StoredLog,
  ) {
    call.on('cancelled', () => this.end());
    call.on('close', () => this.end());
  }

  async run(): Promise<void> {
    const followed = followedBy(this.options, this.log);
    if ('code' in followed) {
      this.call.emit('error', followed);
      return;
    }
    this.filter = followed.filter;
    await send(this.call, confirmationMessage(randomUUID()));
    const next = await this.catchUp(followed.firstIndex);
    if (!this.ended) this.goLive(next);
  }

  private async catchUp(first: number): Promise<number> {
    let index = first;
    if (this.filter.checkpointEvents > 0) await send(this.call, checkpointMessage(0n, 0n));
    for (; !this.ended; index++) {
      const event = this.log.all[index];
      if (!event) break;
      if (this.filter.matches(event)) await send(this.call, this.message(event));
      // While catching up the server says where the next record begins, not where the last one did.
      if (this.isCheckpointDue()) await send(this.call, checkpointMessage(event.endPosition, 0n));
      if (index % catchUpTurnEvents === 0) await new Promise(setImmediate);
    }
    return index;
  }

  private goLive(first: number): void {
    let index = first;
    const deliver = () => {
      for (; !this.ended && index < this.log.all.length; index++) this.deliver(this.log.all[index]);
    };
    this.endListening = this.log.onAppend(deliver);
    this.write(caughtUpMessage());
    deliver();
  }

  private deliver(event: StoredEvent | undefined): void {
    if (!event) return;
    if (this.filter.matches(event)) this.write(this.message(event));
    if (this.isCheckpointDue()) this.write(checkpointMessage(event.position, event.position));
  }

  private message(event: StoredEvent): Streams.ReadResp {
    return eventMessage(resolved(event, this.log, this.options.getResolveLinks()));
  }

  private isCheckpointDue(): boolean {
    this.lookedAt++;
    return this.filter.checkpointEvents > 0 && this.lookedAt % this.filter.checkpointEvents === 0;
  }

  private write(message: Streams.ReadResp): void {
    if (this.ended || this.overflowed) return;
    if (this.bytesUnderWay < windowBytes) {
      this.send(message);
    } else if (this.waiting.length < liveBufferEventsMax) {
      this.waiting.push(message);
    } else {
      this.overflowed = true;
      this.endListening();
    }
  }

  private send(message: Streams.ReadResp): void {
    const bytes = message.serializeBinary().length;
    this.bytesUnderWay += bytes;
    this.call.write(message, () => this.arrived(bytes));
  }

  /** What is waiting still arrives after an overflow, and only then its error. */
  private arrived(bytes: number): void {
    this.bytesUnderWay -= bytes;
    while (!this.ended && this.bytesUnderWay < windowBytes) {
      const next = this.waiting.shift();
      if (!next) break;
      this.send(next);
    }
    if (!this.overflowed || this.waiting.length > 0 || this.ended) return;
    this.end();
    this.call.emit('error', failure(status.ABORTED, tooSlow));
  }

  private end(): void {
    this.ended = true;
    this.endListening();
  }
}
