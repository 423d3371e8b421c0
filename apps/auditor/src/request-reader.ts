import type { MessageBatch, PoisonMessage, ReceivedMessage } from '@keyledger/broker';
import {
  type RequestEvent,
  type UnknownKeysEvent,
  type UnreadableMessage,
  fromRequestMessage,
  fromUnknownKeysMessage,
  isUnknownKeysMessage,
  isUnreadable,
} from '@keyledger/contracts';
import type { UsageAddresses } from '@keyledger/domain';
import { believableSpans, believableTimes, withAddressAsKept } from '@keyledger/usage';
import type { KeptAddresses } from './kept-addresses.js';
import type { KeyRegister } from './key-register.js';

export interface ReadRequest {
  readonly message: ReceivedMessage;
  readonly offset: bigint;
  readonly event: RequestEvent | UnknownKeysEvent;
}

export interface ReadBatch {
  readonly requests: readonly ReadRequest[];
  readonly poison: readonly PoisonMessage[];
}

/** From messages to events, and what makes no sense set aside with the reason. */
export class RequestReader {
  constructor(
    private readonly keys: Pick<KeyRegister, 'strangers'>,
    private readonly addresses: Pick<KeptAddresses, 'choices'>,
    private readonly clock: { now(): number },
  ) {}

  /**
   * Addresses are cut down to what their accounts have kept before anything else sees them. Rejects when it cannot be told
   * which keys exist, or what is to be kept.
   */
  async read(batch: MessageBatch): Promise<ReadBatch> {
    const read = readBatch(batch, this.clock.now());
    const { requests, poison } = setAside(read, await this.keys.strangers(keyIdsOf(read)));
    const kept = await this.addresses.choices(accountIdsOf(requests));
    return { poison, requests: requests.map((request) => cutDown(request, kept)) };
  }
}

function readBatch({ messages }: MessageBatch, now: number): ReadBatch {
  const requests: ReadRequest[] = [];
  const poison: PoisonMessage[] = [];
  const read = reader(now);
  for (const message of messages) {
    const event = read(message);
    if (isUnreadable(event)) poison.push({ message, reason: event.poison });
    else requests.push({ message, offset: message.offset, event });
  }
  return { requests, poison };
}

function reader(now: number): (message: ReceivedMessage) => ReadRequest['event'] | UnreadableMessage {
  const atBelievableTime = believableTimes(now);
  const inBelievableSpan = believableSpans(now);
  return (message) => {
    if (isUnknownKeysMessage(message)) {
      const counts = fromUnknownKeysMessage(message);
      return isUnreadable(counts) ? counts : inBelievableSpan(counts);
    }
    const event = fromRequestMessage(message);
    return isUnreadable(event) ? event : atBelievableTime(event);
  };
}

function keyIdsOf({ requests }: ReadBatch): readonly string[] {
  return requests.flatMap(({ event }) => ('keyId' in event ? [event.keyId] : []));
}

function accountIdsOf(requests: readonly ReadRequest[]): readonly string[] {
  return requests.flatMap(({ event }) => ('keyId' in event ? [event.accountId] : []));
}

/** Unknown keys are counted by network and are nobody's, whichever account was asked about. */
function cutDown(request: ReadRequest, kept: (accountId: string) => UsageAddresses): ReadRequest {
  const { event } = request;
  if (!('keyId' in event)) return request;
  const asKept = withAddressAsKept(event, kept(event.accountId));
  return asKept === event ? request : { ...request, event: asKept };
}

function setAside({ requests, poison }: ReadBatch, strangers: ReadonlySet<string>): ReadBatch {
  if (strangers.size === 0) return { requests, poison };
  const known: ReadRequest[] = [];
  const ofStrangers: PoisonMessage[] = [];
  for (const request of requests) {
    const { message, event } = request;
    if ('keyId' in event && strangers.has(event.keyId))
      ofStrangers.push({ message, reason: `there is no key ${event.keyId}` });
    else known.push(request);
  }
  return { requests: known, poison: [...poison, ...ofStrangers] };
}
