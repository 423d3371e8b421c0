import { Controller, Logger } from '@nestjs/common';
import { Ctx, EventPattern, KafkaContext, Payload } from '@nestjs/microservices';
import { DenyList } from './deny-list.js';
import {
  type Change,
  keyEventsTopic,
  keyStateTopic,
  type RawMessage,
  readKeyEvent,
  readKeyState,
  type Unreadable,
} from './keyledger-topics.js';
import { type Session, Sessions } from './sessions.js';
import { StateReplay } from './state-replay.js';

/**
 * The transport hands over one message at a time, and again and again when a handler throws: one message that nobody can
 * read would hold up its partition for ever. So these handlers never throw.
 */
@Controller()
export class RevocationsController {
  private readonly logger = new Logger('Revocations');

  constructor(
    private readonly denyList: DenyList,
    private readonly sessions: Sessions,
    private readonly replay: StateReplay,
  ) {}

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- else Nest's overload for typed maps is taken
  @EventPattern<string>(keyEventsTopic)
  onKeyEvent(@Payload() _value: unknown, @Ctx() context: KafkaContext): void {
    this.handle(readKeyEvent(rawOf(context)), context);
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- else Nest's overload for typed maps is taken
  @EventPattern<string>(keyStateTopic)
  onKeyState(@Payload() _value: unknown, @Ctx() context: KafkaContext): void {
    this.handle(readKeyState(rawOf(context)), context);
    this.replay.handled(context.getPartition(), context.getMessage().offset);
  }

  private handle(change: Change | Unreadable, context: KafkaContext): void {
    if (change.kind === 'unreadable') {
      const place = `${context.getTopic()}/${context.getPartition()}/${context.getMessage().offset}`;
      this.logger.warn(`message ${place} is passed by: ${change.reason}`);
      return;
    }
    if (!this.denyList.apply(change)) return;
    const dropped = this.sessions.drop((session) => isAbout(change, session));
    if (dropped > 0) this.logger.log(`${subjectOf(change)} may do no more: ${dropped} sessions dropped`);
  }
}

/** The payload alone does not do: of a tombstone, Nest hands over the whole message for its value. */
function rawOf(context: KafkaContext): RawMessage {
  const { key, headers, value } = context.getMessage();
  return { key, headers, value: Buffer.isBuffer(value) ? value : null };
}

function isAbout(change: Change, { keyId, accountId }: Session): boolean {
  if (change.kind === 'key') return change.keyId === keyId;
  return change.kind === 'account' && change.accountId === accountId;
}

function subjectOf(change: Change): string {
  if (change.kind === 'key') return `key ${change.keyId}`;
  return change.kind === 'account' ? `account ${change.accountId}` : 'nobody';
}
