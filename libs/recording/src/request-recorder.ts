import type { RequestEvent } from '@keyledger/contracts';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { type Outbox, publicationEventsMax } from './outbox.js';
import type { RecordedEvent } from './recorded-event.js';
import type { StubbornPublisher } from './stubborn-publisher.js';
import { type UnknownKeyCount, UnknownKeyCounts, type UnknownKeyRequest } from './unknown-key-counts.js';
import { UserAgents } from './user-agents.js';

/** What was decided about a key that is known. */
export type RecordedRequest = Pick<
  RequestEvent,
  'keyId' | 'accountId' | 'operation' | 'code' | 'clientAddress'
> & {
  /** As the client sent it: it is cut, and rid of what is secret, before it goes anywhere. */
  readonly userAgent: string | null;
  /** When it was decided, epoch milliseconds. */
  readonly at: number;
  /** Who decided, where it was not this process. */
  readonly verifier?: string;
};

export interface RequestRecorderParts {
  readonly publisher: Pick<StubbornPublisher, 'prepare'>;
  readonly outbox: Pick<Outbox, 'start' | 'put' | 'flush' | 'stop' | 'dropped'>;
  /** Unique per process start. */
  readonly producer: string;
  /** Name of this process, `host:port`. */
  readonly verifier: string;
}

/** What was decided waits for so long before it is written down. */
const recordedMsMax = 50;
/** Or for so many others. */
const recordedEnough = 4 * publicationEventsMax;
/** While the disk is slow; what comes after that is dropped. */
const recordedMax = 50_000;
/** Written down in one go: some milliseconds' work. */
const turnEventsMax = recordedEnough;
/** Unknown keys are counted for this long before the counts are written down. */
const unknownKeysMsMax = 1_000;
const verifierCharactersMax = 100;

/**
 * Keeps what was decided, off the request path: there it is one small object in a list. It is on disk, where there is one,
 * within 100 ms (`recordedMsMax`, and what writing takes); a process that dies loses what came after that.
 */
export class RequestRecorder implements OnApplicationBootstrap, OnApplicationShutdown {
  private recorded: RecordedRequest[] = [];
  private readonly unknownKeys = new UnknownKeyCounts();
  private readonly dueCounts: UnknownKeyCount[] = [];
  private readonly userAgents = new UserAgents();
  private readonly verifier: string;
  private timer: NodeJS.Timeout | undefined;
  private unknownKeysTimer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | null = null;
  private sequence = 0;
  private time = { ms: -1, text: '' };

  constructor(private readonly parts: RequestRecorderParts) {
    // Of a long host name the end, which tells processes apart.
    this.verifier = parts.verifier.slice(-verifierCharactersMax);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.parts.publisher.prepare();
    this.parts.outbox.start();
  }

  record(request: RecordedRequest): void {
    const waiting = this.recorded.push(request);
    if (waiting < recordedEnough) this.timer ??= setTimeout(this.onTimer, recordedMsMax);
    else if (this.writing === null) this.write();
    else if (waiting > recordedMax) {
      this.recorded.pop();
      this.parts.outbox.dropped.add('memory-full', 1);
    }
  }

  recordUnknownKey(request: UnknownKeyRequest): void {
    this.unknownKeys.add(request);
    this.unknownKeysTimer ??= setTimeout(this.onUnknownKeysTimer, unknownKeysMsMax);
  }

  /** Resolves when everything recorded so far is published or dropped. */
  async flush(): Promise<void> {
    await this.written();
    await this.parts.outbox.flush();
  }

  /** After the HTTP server has answered its last request. */
  async onApplicationShutdown(): Promise<void> {
    await this.written();
    await this.parts.outbox.stop();
  }

  /** Resolves when everything recorded so far is on disk, where there is one. */
  async written(): Promise<void> {
    await this.writing;
    do {
      this.onUnknownKeysTimer();
      await this.writing;
    } while (this.recorded.length > 0);
  }

  private readonly onTimer = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.write();
  };

  private readonly onUnknownKeysTimer = (): void => {
    clearTimeout(this.unknownKeysTimer);
    this.unknownKeysTimer = undefined;
    this.dueCounts.push(...this.unknownKeys.take());
    this.onTimer();
  };

  private write(): void {
    this.writing ??= this.writeAll().finally(() => {
      this.writing = null;
      const isMore = this.recorded.length > 0 || this.dueCounts.length > 0;
      if (isMore) this.timer ??= setTimeout(this.onTimer, recordedMsMax);
    });
  }

  private async writeAll(): Promise<void> {
    for (;;) {
      const batch: RecordedEvent[] = this.dueCounts.splice(0).map((count) => ({
        ...count,
        producer: this.parts.producer,
        sequence: ++this.sequence,
      }));
      const requests = this.recorded.splice(0, turnEventsMax);
      for (const request of requests) batch.push(this.eventOf(request));
      if (batch.length > 0) await this.parts.outbox.put(chunksOf(batch));
      if (this.recorded.length < recordedEnough) return;
    }
  }

  /** Field by field: spreading costs more than all the rest of it. */
  private eventOf(request: RecordedRequest): RequestEvent {
    return {
      keyId: request.keyId,
      accountId: request.accountId,
      operation: request.operation,
      code: request.code,
      clientAddress: request.clientAddress,
      userAgent: this.userAgents.recorded(request.userAgent),
      verifier: request.verifier?.slice(-verifierCharactersMax) ?? this.verifier,
      time: this.timeText(request.at),
      producer: this.parts.producer,
      sequence: ++this.sequence,
    };
  }

  private timeText(ms: number): string {
    if (this.time.ms !== ms) this.time = { ms, text: new Date(ms).toISOString() };
    return this.time.text;
  }
}

function chunksOf(events: readonly RecordedEvent[]): readonly (readonly RecordedEvent[])[] {
  const chunks: (readonly RecordedEvent[])[] = [];
  for (let from = 0; from < events.length; from += publicationEventsMax) {
    chunks.push(events.slice(from, from + publicationEventsMax));
  }
  return chunks;
}
