import { type Code, codes } from '@keyledger/domain';
import { z } from 'zod';
import type { RequestEvent } from './request-event.js';

/** CloudEvents 1.0.2, Kafka protocol binding 3.2 (binary content mode); structurally what every broker takes. */
export interface RequestMessage {
  readonly key: string;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

export const requestEventType = 'keyledger.request.v1';
const specVersion = '1.0';
const contentType = 'application/json';

/** `sequence` must order as text (CloudEvents extension `sequence`), so it is padded to the digits of 2^53. */
const sequenceDigits = 16;

/** On the request path: one object, one `JSON.stringify`, nothing validated. */
export function toRequestMessage(event: RequestEvent): RequestMessage {
  const { keyId, producer, sequence } = event;
  const id = `${producer}:${sequence}`;
  return {
    key: keyId,
    id,
    headers: {
      ce_specversion: specVersion,
      ce_id: id,
      ce_source: sourceOf(producer),
      ce_type: requestEventType,
      ce_subject: keyId,
      ce_time: event.time,
      ce_sequence: String(sequence).padStart(sequenceDigits, '0'),
      'content-type': contentType,
    },
    value: JSON.stringify(event),
  };
}

function sourceOf(producer: string): string {
  return `/keyledger/verifiers/${producer}`;
}

/** What the fields of a request event may hold at most: as much as a question to the verifier may. */
const idCharactersMax = 100;
export const operationCharactersMax = 200;
const addressCharactersMax = 100;

const plainText = z
  .string()
  .min(1)
  .max(idCharactersMax)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'holds control characters');

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

const requestEventSchema = z.strictObject({
  keyId: plainText,
  accountId: plainText,
  operation: callersText(operationCharactersMax),
  code: z.custom<Code>(
    (value) => typeof value === 'string' && Object.hasOwn(codes, value),
    'is no known code',
  ),
  clientAddress: callersText(addressCharactersMax),
  time: z.iso.datetime({ precision: 3 }),
  producer: plainText,
  sequence: z.int().nonnegative(),
}) satisfies z.ZodType<RequestEvent>;

const headersSchema = z.object({
  ce_specversion: z.literal(specVersion),
  ce_id: z.string().min(1),
  ce_source: z.string().min(1),
  ce_type: z.literal(requestEventType),
  ce_subject: z.string().min(1),
  ce_time: z.string().min(1),
  ce_sequence: z.string().min(1),
  'content-type': z.string().regex(/^application\/json\b/, 'is not application/json'),
});

export interface UnreadableMessage {
  /** Why it can never be read, in one line. */
  readonly poison: string;
}

/** Strict: an unknown version, a missing header, what is not JSON or has another shape is poison. Never throws. */
export function fromRequestMessage(
  message: Pick<RequestMessage, 'headers' | 'value'>,
): RequestEvent | UnreadableMessage {
  const headers = headersSchema.safeParse(message.headers);
  if (!headers.success) return poison('header', headers.error);
  const data = parseJson(message.value);
  if (data === undefined) return { poison: 'the value is not JSON' };
  const event = requestEventSchema.safeParse(data);
  if (!event.success) return poison('value', event.error);
  const { keyId, time, producer, sequence } = event.data;
  const { ce_subject, ce_time, ce_source, ce_sequence } = headers.data;
  if (ce_subject !== keyId) return contradiction('ce_subject', 'keyId');
  if (ce_time !== time) return contradiction('ce_time', 'time');
  if (ce_source !== sourceOf(producer)) return contradiction('ce_source', 'producer');
  if (Number(ce_sequence) !== sequence) return contradiction('ce_sequence', 'sequence');
  return event.data;
}

export function isUnreadable(result: RequestEvent | UnreadableMessage): result is UnreadableMessage {
  return 'poison' in result;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function poison(part: 'header' | 'value', error: z.ZodError): UnreadableMessage {
  const issues = error.issues.map(({ path, message }) => `${part} ${path.join('.')}: ${message}`.trim());
  return { poison: issues.join('; ') };
}

function contradiction(header: string, field: keyof RequestEvent): UnreadableMessage {
  return { poison: `header ${header} contradicts ${field}` };
}
