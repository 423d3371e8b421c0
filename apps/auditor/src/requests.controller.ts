import type { MessageBatch, PoisonMessage, ReceivedMessage } from '@keyledger/broker';
import { DeliveryContext } from '@keyledger/broker/nest/delivery-context';
import { RejectionFilter } from '@keyledger/broker/nest/rejection-filter';
import { type RequestEvent, fromRequestMessage, isUnreadable, requestsTopic } from '@keyledger/contracts';
import { CLOCK, type Clock, LOGGER, POOL } from '@keyledger/platform';
import { type RequestBatch, writeUsage } from '@keyledger/read-models';
import { believableTimes } from '@keyledger/usage';
import { Controller, Inject, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type pg from 'pg';
import type { Logger } from 'pino';
import { AuditorMonitor } from './auditor-monitor.js';
import { KeyRegister } from './key-register.js';

/** Consumer group of all auditors, and the owner of their offsets in `usage.consumer_offset`. */
export const auditorGroup = 'auditor';
/** Marks the handlers that are the auditor's among those of a process with several features. */
export const auditorTransport = Symbol('auditor transport');

/** Request events to last used and counts. */
@Controller()
@UseFilters(RejectionFilter)
export class RequestsController {
  constructor(
    @Inject(POOL) private readonly pool: pg.Pool,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly monitor: AuditorMonitor,
    @Inject(KeyRegister) private readonly keys: Pick<KeyRegister, 'strangers'>,
  ) {}

  /** A rejection leaves everything as it was, and the batch comes again. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- else Nest's overload for typed maps is taken
  @EventPattern<string>(requestsTopic.name, auditorTransport)
  async onRequests(@Payload() batch: MessageBatch, @Ctx() context: DeliveryContext): Promise<void> {
    this.monitor.batchArrived(batch);
    const read = readBatch(batch, this.clock.now());
    const strangers = await this.keys.strangers(read.requests.map(({ event }) => event.keyId));
    const { requests, poison } = setAside(read, strangers);
    // Before the offset moves with the rows: a crash in between must not lose them.
    await context.deadLetter(poison);
    const written = await writeUsage(this.pool, rowsOf(batch, requests));
    this.monitor.batchWritten(batch, written);
    if (poison.length > 0) this.report(batch, poison);
  }

  private report({ topic, partition }: MessageBatch, poison: readonly PoisonMessage[]): void {
    this.monitor.poisoned('unreadable', poison.length);
    const [first] = poison;
    this.logger.warn(
      {
        topic,
        partition,
        offset: first?.message.offset.toString(),
        messages: poison.length,
        reason: first?.reason,
      },
      'messages that make no sense were sent to the dead-letter topic',
    );
  }
}

interface ReadRequest {
  readonly message: ReceivedMessage;
  readonly offset: bigint;
  readonly event: RequestEvent;
}

interface ReadBatch {
  readonly requests: readonly ReadRequest[];
  readonly poison: readonly PoisonMessage[];
}

function readBatch({ messages }: MessageBatch, now: number): ReadBatch {
  const requests: ReadRequest[] = [];
  const poison: PoisonMessage[] = [];
  const atBelievableTime = believableTimes(now);
  for (const message of messages) {
    const event = fromRequestMessage(message);
    if (isUnreadable(event)) poison.push({ message, reason: event.poison });
    else requests.push({ message, offset: message.offset, event: atBelievableTime(event) });
  }
  return { requests, poison };
}

function setAside({ requests, poison }: ReadBatch, strangers: ReadonlySet<string>): ReadBatch {
  if (strangers.size === 0) return { requests, poison };
  const ofStrangers = requests
    .filter(({ event }) => strangers.has(event.keyId))
    .map(({ message, event }) => ({ message, reason: `there is no key ${event.keyId}` }));
  return {
    requests: requests.filter(({ event }) => !strangers.has(event.keyId)),
    poison: [...poison, ...ofStrangers],
  };
}

function rowsOf(
  { topic, partition, messages }: MessageBatch,
  requests: readonly ReadRequest[],
): RequestBatch {
  const firstOffset = messages[0]?.offset ?? 0n;
  const lastOffset = messages.at(-1)?.offset ?? firstOffset;
  return { topic, partition, group: auditorGroup, requests, firstOffset, lastOffset };
}
