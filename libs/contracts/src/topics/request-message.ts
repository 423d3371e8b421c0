import { type Code, codes } from '@keyledger/domain';
import { z } from 'zod';
import {
  headersSchema,
  plainText,
  type TopicMessage,
  type UnreadableMessage,
  utcTime,
} from './cloud-event.js';
import { type RequestMessage, numberedMessage, readNumbered, sourceOf } from './numbered-message.js';
import { ordinaryRequest } from './ordinary-request.js';
import type { RequestEvent } from './request-event.js';

export const requestEventType = 'keyledger.request.v1';

/** Nothing is validated. */
export function toRequestMessage(event: RequestEvent): RequestMessage {
  return requestMessageOf(event, JSON.stringify(event));
}

/** `value` is the event as JSON, for those who have made that before. */
export function requestMessageOf(event: RequestEvent, value: string): RequestMessage {
  return numberedMessage(event, { type: requestEventType, subject: event.keyId, time: event.time }, value);
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

const requestReading = {
  headers: requestHeadersSchema,
  event: requestEventSchema,
  subject: 'keyId',
  time: 'time',
} as const;

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
  return readNumbered(message, requestReading);
}
