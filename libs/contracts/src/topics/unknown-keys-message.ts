import { z } from 'zod';
import {
  headersSchema,
  plainText,
  type TopicMessage,
  type UnreadableMessage,
  utcTime,
} from './cloud-event.js';
import { type RequestMessage, numberedMessage, readNumbered } from './numbered-message.js';

export const unknownKeysEventType = 'keyledger.unknown-keys.v1';

/**
 * Data of the CloudEvent `keyledger.unknown-keys.v1`: how often keys were presented from a network that nobody has, or that
 * are none at all. Counts of about a second, not one message for each: whoever guesses keys must not fill the topic.
 */
export interface UnknownKeysEvent {
  /** `192.0.2.0/24`, `2001:db8::/48`; `unknownNetwork` where no address was told, `otherNetworks` beyond the bound. */
  readonly network: string;
  /** The account that was asked about; null: none in particular. */
  readonly accountId: string | null;
  readonly requests: number;
  /**
   * Whether they were one value or many: each value sets one of 64 bits, by its digest; up to 16 digits in hex. Null: not
   * known, or an event of an earlier version.
   */
  readonly valueMarks: string | null;
  /** Of the first and the last of them, ISO 8601 UTC with milliseconds. */
  readonly firstTime: string;
  readonly lastTime: string;
  /** Which process decided, and where this stands among its messages; see `RequestEvent`. */
  readonly producer: string;
  readonly sequence: number;
}

/** Stands for the network of requests whose address was not told. */
export const unknownNetwork = 'unknown';
/** Stands for those that are too many to tell apart. */
export const otherNetworks = 'other';

/** Nothing is validated. */
export function toUnknownKeysMessage(event: UnknownKeysEvent): RequestMessage {
  return unknownKeysMessageOf(event, JSON.stringify(event));
}

/** `value` is the event as JSON, for those who have made that before. */
export function unknownKeysMessageOf(event: UnknownKeysEvent, value: string): RequestMessage {
  const { network, lastTime } = event;
  return numberedMessage(event, { type: unknownKeysEventType, subject: network, time: lastTime }, value);
}

export const unknownKeysSchema = z.strictObject({
  network: plainText,
  accountId: plainText.nullable(),
  requests: z.int().positive(),
  // Verifiers of earlier versions did not tell.
  valueMarks: z
    .string()
    .regex(/^[0-9a-f]{1,16}$/)
    .nullable()
    .default(null),
  firstTime: utcTime,
  lastTime: utcTime,
  producer: plainText,
  sequence: z.int().nonnegative(),
}) satisfies z.ZodType<UnknownKeysEvent>;

export const unknownKeysHeadersSchema = headersSchema.extend({ ce_type: z.literal(unknownKeysEventType) });

export function isUnknownKeysMessage({ headers }: Pick<TopicMessage, 'headers'>): boolean {
  return headers['ce_type'] === unknownKeysEventType;
}

const unknownKeysReading = {
  headers: unknownKeysHeadersSchema,
  event: unknownKeysSchema,
  subject: 'network',
  time: 'lastTime',
} as const;

/** As strict as `fromRequestMessage`. Never throws. */
export function fromUnknownKeysMessage(
  message: Pick<TopicMessage, 'headers' | 'value'>,
): UnknownKeysEvent | UnreadableMessage {
  return readNumbered(message, unknownKeysReading);
}
