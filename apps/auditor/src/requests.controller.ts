import type { MessageBatch, PoisonMessage } from '@keyledger/broker';
import { DeliveryContext } from '@keyledger/broker/nest/delivery-context';
import { RejectionFilter } from '@keyledger/broker/nest/rejection-filter';
import { fromRequestMessage, isUnreadable, requestsTopic } from '@keyledger/contracts';
import { CLOCK, type Clock, LOGGER, POOL } from '@keyledger/platform';
import { type RequestBatch, writeUsage } from '@keyledger/read-models';
import { believableTimes } from '@keyledger/usage';
import { Controller, Inject, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type pg from 'pg';
import type { Logger } from 'pino';
import { AuditorMonitor } from './auditor-monitor.js';

/** Consumer group of all auditors, and the owner of their offsets in `usage.consumer_offset`. */
export const auditorGroup = 'auditor';
/** Marks the handlers that are the auditor's among those of a process with several features. */
export const auditorTransport = Symbol('auditor transport');

/** Request events to last used and counts. Key ids are taken as they come: whether a key exists is no question here. */
@Controller()
@UseFilters(RejectionFilter)
export class RequestsController {
  constructor(
    @Inject(POOL) private readonly pool: pg.Pool,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly monitor: AuditorMonitor,
  ) {}

  /** A rejection leaves everything as it was, and the batch comes again. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- else Nest's overload for typed maps is taken
  @EventPattern<string>(requestsTopic.name, auditorTransport)
  async onRequests(@Payload() batch: MessageBatch, @Ctx() context: DeliveryContext): Promise<void> {
    this.monitor.batchArrived(batch);
    const { readable, poison } = readBatch(batch, this.clock.now());
    // Before the offset moves with the rows: a crash in between must not lose them.
    await context.deadLetter(poison);
    const written = await writeUsage(this.pool, readable);
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
      'unreadable messages were sent to the dead-letter topic',
    );
  }
}

function readBatch(
  { topic, partition, messages }: MessageBatch,
  now: number,
): {
  readonly readable: RequestBatch;
  readonly poison: readonly PoisonMessage[];
} {
  const requests: RequestBatch['requests'][number][] = [];
  const poison: PoisonMessage[] = [];
  const atBelievableTime = believableTimes(now);
  for (const message of messages) {
    const event = fromRequestMessage(message);
    if (isUnreadable(event)) poison.push({ message, reason: event.poison });
    else requests.push({ offset: message.offset, event: atBelievableTime(event) });
  }
  const firstOffset = messages[0]?.offset ?? 0n;
  const lastOffset = messages.at(-1)?.offset ?? firstOffset;
  return { readable: { topic, partition, group: auditorGroup, requests, firstOffset, lastOffset }, poison };
}
