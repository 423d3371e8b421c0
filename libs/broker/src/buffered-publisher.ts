import { type Backoff, backoffMs, defaultBackoff, sleep } from '@keyledger/platform';
import type { Broker, OutgoingMessage } from './broker.js';
import { MemoryMessageBuffer, type MessageBuffer } from './message-buffer.js';
import { isOutage } from './outage.js';

/**
 * Why messages were dropped. `buffer-full`: the broker was away for longer than the buffer lasts; `rejected`: the broker
 * refused them for good; `shutdown`: the broker was away when the process had to end.
 */
export type DropReason = 'buffer-full' | 'rejected' | 'shutdown';

export interface BufferedPublisherOptions {
  readonly broker: Pick<Broker, 'publish'>;
  readonly topic: string;
  /** Messages that wait for the broker at most; the newest beyond that are dropped and counted. */
  readonly bufferMessagesMax?: number;
  /** A publication is sent when this many messages wait, and holds no more. */
  readonly flushMessagesMax?: number;
  /** A message waits this long for others to share its publication. */
  readonly flushMsMax?: number;
  readonly backoff?: Backoff;
  /** Told of every failed publication. */
  readonly onError?: (error: unknown) => void;
}

export const bufferMessagesMaxDefault = 50_000;
export const flushMessagesMaxDefault = 500;
export const flushMsMaxDefault = 100;
/** How long `stop` tries to bring out what waits. */
export const stopMsMax = 5_000;

/**
 * Takes messages off the request path: `add` is O(1), allocates nothing and never fails. Messages go out in the order
 * they were added, one publication at a time; during an outage the same publication is repeated (its ids make that
 * harmless) while the buffer fills.
 */
export class BufferedPublisher {
  private readonly buffer: MessageBuffer;
  private readonly flushMessagesMax: number;
  private readonly flushMsMax: number;
  private readonly drops: Record<DropReason, number> = { 'buffer-full': 0, rejected: 0, shutdown: 0 };
  private readonly stopping = new AbortController();
  private publishedCount = 0;
  private timer: NodeJS.Timeout | undefined;
  private sending = false;
  private sent: Promise<void> = Promise.resolve();

  constructor(private readonly options: BufferedPublisherOptions) {
    this.flushMessagesMax = options.flushMessagesMax ?? flushMessagesMaxDefault;
    this.flushMsMax = options.flushMsMax ?? flushMsMaxDefault;
    const messagesMax = options.bufferMessagesMax ?? bufferMessagesMaxDefault;
    this.buffer = new MemoryMessageBuffer(messagesMax, this.flushMessagesMax);
  }

  /** False when the message was dropped: there was no room, or the publisher has stopped. */
  add(message: OutgoingMessage): boolean {
    if (this.stopping.signal.aborted) return this.drop('shutdown', 1);
    if (!this.buffer.add(message)) return this.drop('buffer-full', 1);
    if (this.sending) return true;
    if (this.buffer.size >= this.flushMessagesMax) void this.flush();
    else this.timer ??= setTimeout(this.onTimer, this.flushMsMax);
    return true;
  }

  /** Messages that wait. */
  get waiting(): number {
    return this.buffer.size;
  }

  get published(): number {
    return this.publishedCount;
  }

  /** Messages dropped so far, by reason. */
  get dropped(): Readonly<Record<DropReason, number>> {
    return this.drops;
  }

  /** Sends what waits now; resolves when it is published or dropped. Never rejects, and waits out outages. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.sending) this.sent = this.drain();
    await this.sent;
  }

  /** Sends what waits, for `stopMsMax` at most; what cannot be sent by then is dropped and counted. */
  async stop(msMax = stopMsMax): Promise<void> {
    const flushed = new AbortController();
    await Promise.race([this.flush(), sleep(msMax, flushed.signal)]);
    flushed.abort();
    this.stopping.abort();
    for (let rest = this.buffer.peek(); rest.length > 0; rest = this.buffer.peek()) {
      this.drop('shutdown', rest.length);
      this.buffer.remove();
    }
  }

  private readonly onTimer = (): void => void this.flush();

  private async drain(): Promise<void> {
    this.sending = true;
    for (let chunk = this.buffer.peek(); chunk.length > 0; chunk = this.buffer.peek()) {
      if (!(await this.publish(chunk))) break;
      this.buffer.remove();
    }
    // In the same turn as the last look at the buffer, or a message added in between would wait for the next one.
    this.sending = false;
  }

  /** False when stopped before the broker had the chunk, which then stays where it is. */
  private async publish(chunk: readonly OutgoingMessage[]): Promise<boolean> {
    const { broker, topic, backoff = defaultBackoff, onError } = this.options;
    for (let attempt = 0; !this.stopping.signal.aborted; attempt++) {
      try {
        await broker.publish(topic, chunk);
        this.publishedCount += chunk.length;
        return true;
      } catch (error) {
        onError?.(error);
        if (!isOutage(error)) {
          this.drop('rejected', chunk.length);
          return true;
        }
      }
      await sleep(backoffMs(attempt, Math.random(), backoff), this.stopping.signal);
    }
    return false;
  }

  private drop(reason: DropReason, messages: number): false {
    this.drops[reason] += messages;
    return false;
  }
}
