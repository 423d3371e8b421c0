import { z } from 'zod';
import {
  contradiction,
  eventHeaders,
  headersSchema,
  isUnreadable,
  parseJson,
  plainText,
  poisonOf,
  type TopicMessage,
  type UnreadableMessage,
  utcTime,
} from './cloud-event.js';
import type { RequestMessage } from './request-message.js';
import { sequenceText, sourceOf } from './request-source.js';

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
  const { network, producer, sequence } = event;
  const id = `${producer}:${sequence}`;
  return {
    key: network,
    id,
    headers: eventHeaders({
      id,
      source: sourceOf(producer),
      type: unknownKeysEventType,
      subject: network,
      time: event.lastTime,
      sequence: sequenceText(sequence),
    }),
    value,
  };
}

export const unknownKeysSchema = z.strictObject({
  network: plainText,
  accountId: plainText.nullable(),
  requests: z.int().positive(),
  firstTime: utcTime,
  lastTime: utcTime,
  producer: plainText,
  sequence: z.int().nonnegative(),
}) satisfies z.ZodType<UnknownKeysEvent>;

export const unknownKeysHeadersSchema = headersSchema.extend({ ce_type: z.literal(unknownKeysEventType) });

export function isUnknownKeysMessage({ headers }: Pick<TopicMessage, 'headers'>): boolean {
  return headers['ce_type'] === unknownKeysEventType;
}

/** As strict as `fromRequestMessage`. Never throws. */
export function fromUnknownKeysMessage(
  message: Pick<TopicMessage, 'headers' | 'value'>,
): UnknownKeysEvent | UnreadableMessage {
  const headers = unknownKeysHeadersSchema.safeParse(message.headers);
  if (!headers.success) return poisonOf('header', headers.error);
  const parsed = parseJson(message.value);
  if (isUnreadable(parsed)) return parsed;
  const event = unknownKeysSchema.safeParse(parsed.json);
  if (!event.success) return poisonOf('value', event.error);
  const { network, lastTime, producer, sequence } = event.data;
  const { ce_subject, ce_time, ce_source, ce_sequence } = headers.data;
  if (ce_subject !== network) return contradiction('ce_subject', 'network');
  if (ce_time !== lastTime) return contradiction('ce_time', 'lastTime');
  if (ce_source !== sourceOf(producer)) return contradiction('ce_source', 'producer');
  if (Number(ce_sequence) !== sequence) return contradiction('ce_sequence', 'sequence');
  return event.data;
}
