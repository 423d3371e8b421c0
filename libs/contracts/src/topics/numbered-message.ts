import type { z } from 'zod';
import {
  contradiction,
  eventHeaders,
  type headersSchema,
  isUnreadable,
  parseJson,
  poisonOf,
  type TopicMessage,
  type UnreadableMessage,
} from './cloud-event.js';

export interface RequestMessage extends TopicMessage {
  readonly value: string;
}

/** What a process has decided, numbered by it. */
export interface Numbered {
  readonly producer: string;
  readonly sequence: number;
}

/** What is in the headers besides. */
export interface MessageSubject {
  readonly type: string;
  /** Whose order is kept: the key of the message too. */
  readonly subject: string;
  readonly time: string;
}

/** A sequence must order as text (CloudEvents extension `sequence`), so it is padded to the digits of 2^53. */
const sequenceDigits = 16;

export function sourceOf(producer: string): string {
  return `/keyledger/verifiers/${producer}`;
}

/** Nothing is validated. `value` is the event as JSON. */
export function numberedMessage(
  { producer, sequence }: Numbered,
  about: MessageSubject,
  value: string,
): RequestMessage {
  const id = `${producer}:${sequence}`;
  const sequenceText = String(sequence).padStart(sequenceDigits, '0');
  return {
    key: about.subject,
    id,
    headers: eventHeaders({ id, source: sourceOf(producer), sequence: sequenceText, ...about }),
    value,
  };
}

/** How such messages of one type are read. */
export interface NumberedReading<Event extends Numbered> {
  readonly headers: z.ZodType<z.infer<typeof headersSchema>>;
  readonly event: z.ZodType<Event>;
  /** Fields of the event that the headers repeat. */
  readonly subject: keyof Event & string;
  readonly time: keyof Event & string;
}

/** Strict: whatever is missing, of another shape, or said otherwise in the headers is poison. Never throws. */
export function readNumbered<Event extends Numbered>(
  message: Pick<TopicMessage, 'headers' | 'value'>,
  reading: NumberedReading<Event>,
): Event | UnreadableMessage {
  const headers = reading.headers.safeParse(message.headers);
  if (!headers.success) return poisonOf('header', headers.error);
  const parsed = parseJson(message.value);
  if (isUnreadable(parsed)) return parsed;
  const event = reading.event.safeParse(parsed.json);
  if (!event.success) return poisonOf('value', event.error);
  const { ce_subject, ce_time, ce_source, ce_sequence } = headers.data;
  if (ce_subject !== event.data[reading.subject]) return contradiction('ce_subject', reading.subject);
  if (ce_time !== event.data[reading.time]) return contradiction('ce_time', reading.time);
  if (ce_source !== sourceOf(event.data.producer)) return contradiction('ce_source', 'producer');
  if (Number(ce_sequence) !== event.data.sequence) return contradiction('ce_sequence', 'sequence');
  return event.data;
}
