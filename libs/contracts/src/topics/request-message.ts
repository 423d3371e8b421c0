import { type Code, codes } from '@keyledger/domain';
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
import { ordinaryRequest } from './ordinary-request.js';
import type { RequestEvent } from './request-event.js';
import { sequenceText, sourceOf } from './request-source.js';

export interface RequestMessage extends TopicMessage {
  readonly value: string;
}

export const requestEventType = 'keyledger.request.v1';

/** Nothing is validated. */
export function toRequestMessage(event: RequestEvent): RequestMessage {
  return requestMessageOf(event, JSON.stringify(event));
}

/** `value` is the event as JSON, for those who have made that before. */
export function requestMessageOf(event: RequestEvent, value: string): RequestMessage {
  const { keyId, producer, sequence } = event;
  const id = `${producer}:${sequence}`;
  return {
    key: keyId,
    id,
    headers: eventHeaders({
      id,
      source: sourceOf(producer),
      type: requestEventType,
      subject: keyId,
      time: event.time,
      sequence: sequenceText(sequence),
    }),
    value,
  };
}

/** What the fields of a request event may hold at most: as much as a question to the verifier may. */
export const operationCharactersMax = 200;
const addressCharactersMax = 100;
export const userAgentCharactersMax = 200;

/**
 * Callers choose these texts. A request must count however odd they are, so what no row can hold (a NUL, half a
 * character) or no page should show is replaced, and nothing at all is the same as not given.
 */
const callersText = (charactersMax: number) =>
  z
    .string()
    .max(charactersMax)
    .nullable()
    .transform((text) => text?.replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD') || null);

export const requestEventSchema = z.strictObject({
  keyId: plainText,
  accountId: plainText,
  operation: callersText(operationCharactersMax),
  code: z.enum(Object.keys(codes) as [Code, ...Code[]], 'is no known code'),
  clientAddress: callersText(addressCharactersMax),
  // Verifiers of the first version did not tell.
  userAgent: callersText(userAgentCharactersMax).default(null),
  verifier: plainText.nullable().default(null),
  time: utcTime,
  producer: plainText,
  sequence: z.int().nonnegative(),
}) satisfies z.ZodType<RequestEvent>;

export const requestHeadersSchema = headersSchema.extend({ ce_type: z.literal(requestEventType) });

/** Strict: an unknown version, a missing header, what is not JSON or has another shape is poison. Never throws. */
export function fromRequestMessage(
  message: Pick<TopicMessage, 'headers' | 'value'>,
): RequestEvent | UnreadableMessage {
  return ordinaryRequest(message, requestEventType, sourceOf) ?? readBySchema(message);
}

/** What `fromRequestMessage` answers, at the price of two schemas. */
export function readBySchema(
  message: Pick<TopicMessage, 'headers' | 'value'>,
): RequestEvent | UnreadableMessage {
  const headers = requestHeadersSchema.safeParse(message.headers);
  if (!headers.success) return poisonOf('header', headers.error);
  const parsed = parseJson(message.value);
  if (isUnreadable(parsed)) return parsed;
  const event = requestEventSchema.safeParse(parsed.json);
  if (!event.success) return poisonOf('value', event.error);
  const { keyId, time, producer, sequence } = event.data;
  const { ce_subject, ce_time, ce_source, ce_sequence } = headers.data;
  if (ce_subject !== keyId) return contradiction('ce_subject', 'keyId');
  if (ce_time !== time) return contradiction('ce_time', 'time');
  if (ce_source !== sourceOf(producer)) return contradiction('ce_source', 'producer');
  if (Number(ce_sequence) !== sequence) return contradiction('ce_sequence', 'sequence');
  return event.data;
}
