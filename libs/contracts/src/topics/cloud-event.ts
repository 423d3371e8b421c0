import { z } from 'zod';

/** A message as every broker takes it: CloudEvents 1.0.2, Kafka protocol binding 3.2 (binary content mode). */
export interface TopicMessage {
  readonly key: string;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: a tombstone of a compacted topic. */
  readonly value: string | null;
}

export interface UnreadableMessage {
  /** Why it can never be read, in one line. */
  readonly poison: string;
}

const specVersion = '1.0';
const contentType = 'application/json';

/** Attributes of an event, as headers. */
export interface EventAttributes {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** ISO 8601 UTC. */
  readonly time: string;
  /** Orders the events of a subject, as text (CloudEvents extension `sequence`). */
  readonly sequence: string;
}

export function eventHeaders(event: EventAttributes): Record<string, string> {
  return {
    ce_specversion: specVersion,
    ce_id: event.id,
    ce_source: event.source,
    ce_type: event.type,
    ce_subject: event.subject,
    ce_time: event.time,
    ce_sequence: event.sequence,
    'content-type': contentType,
  };
}

/** What every event has; each topic extends it. Headers that are not named here are nobody's business. */
export const headersSchema = z.object({
  ce_specversion: z.literal(specVersion),
  ce_id: z.string().min(1),
  ce_source: z.string().min(1),
  ce_type: z.string().min(1),
  ce_subject: z.string().min(1),
  ce_time: z.string().min(1),
  ce_sequence: z.string().min(1),
  'content-type': z.string().regex(/^application\/json\b/, 'is not application/json'),
});

const textCharactersMax = 100;

/** Ids and names: short, and fit for a row and a page. */
export const plainText = z
  .string()
  .min(1)
  .max(textCharactersMax)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'holds control characters');

/** ISO 8601 UTC with milliseconds. */
export const utcTime = z.iso.datetime({ precision: 3 });

/** A position of the log or a revision: digits, padded in a sequence. */
export const digits = z.string().regex(/^\d{1,20}$/, 'is no whole number');

/** The value as JSON, or why it is none. */
export function parseJson(text: string | null): { readonly json: unknown } | UnreadableMessage {
  if (text === null) return { poison: 'there is no value' };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { poison: 'the value is not JSON' };
  }
}

const reasonCharactersMax = 500;

export function poisonOf(part: 'header' | 'value', error: z.ZodError): UnreadableMessage {
  const issues = error.issues.map(({ path, message }) => `${part} ${path.join('.')}: ${message}`.trim());
  return { poison: issues.join('; ').slice(0, reasonCharactersMax) };
}

export function contradiction(header: string, field: string): UnreadableMessage {
  return { poison: `header ${header} contradicts ${field}` };
}

export function isUnreadable(result: object): result is UnreadableMessage {
  return 'poison' in result;
}
