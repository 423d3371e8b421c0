import type { MessageBatch, PoisonMessage } from '@keyledger/broker';
import { DeliveryContext } from '@keyledger/broker/nest/delivery-context';
import { RejectionFilter } from '@keyledger/broker/nest/rejection-filter';
import { requestsTopic } from '@keyledger/contracts';
import { LOGGER, POOL } from '@keyledger/platform';
import { type RequestBatch, writeUsage } from '@keyledger/read-models';
import { Controller, Inject, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type pg from 'pg';
import type { Logger } from 'pino';
import { AuditorMonitor } from './auditor-monitor.js';
import { type ReadRequest, RequestReader } from './request-reader.js';
import { REQUEST_EFFECTS, type RequestEffects } from './request-effects.js';

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
    private readonly monitor: AuditorMonitor,
    private readonly reader: RequestReader,
    @Inject(REQUEST_EFFECTS) private readonly effects: RequestEffects,
  ) {}

  /** A rejection leaves everything as it was, and the batch comes again. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- else Nest's overload for typed maps is taken
  @EventPattern<string>(requestsTopic.name, auditorTransport)
  async onRequests(@Payload() batch: MessageBatch, @Ctx() context: DeliveryContext): Promise<void> {
    this.monitor.batchArrived(batch);
    const { requests, poison } = await this.reader.read(batch);
    // Before the offset moves with the rows: a crash in between must not lose them.
    await context.deadLetter(poison);
    const { ofRequests, ofUnknownKeys } = this.effects;
    const written = await writeUsage(this.pool, rowsOf(batch, requests), ofRequests, ofUnknownKeys);
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

function rowsOf(
  { topic, partition, messages }: MessageBatch,
  requests: readonly ReadRequest[],
): RequestBatch {
  const firstOffset = messages[0]?.offset ?? 0n;
  const lastOffset = messages.at(-1)?.offset ?? firstOffset;
  return { topic, partition, group: auditorGroup, requests, firstOffset, lastOffset };
}
