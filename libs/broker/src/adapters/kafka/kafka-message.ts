import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { OutgoingMessage, ReceivedMessage } from '../../broker.js';

/** CloudEvents, Kafka protocol binding 3.2.4.1. */
const eventIdHeader = 'ce_id';
/** Where the id travels of what is no CloudEvent, or is one under another id (a dead letter). */
const messageIdHeader = 'x-message-id';

export interface EncodedMessage extends Message {
  readonly value: Buffer | null;
  /** About what it takes of a request, uncompressed. */
  readonly bytes: number;
}

/** Offset, timestamp and lengths of a record. */
const recordOverheadBytes = 64;

export function encodeMessage({ key, id, headers, value }: OutgoingMessage): EncodedMessage {
  const all = headers[eventIdHeader] === id ? headers : { ...headers, [messageIdHeader]: id };
  const encoded = value === null ? null : Buffer.from(value);
  let bytes = (encoded?.length ?? 0) + Buffer.byteLength(key) + recordOverheadBytes;
  for (const [name, text] of Object.entries(all)) bytes += name.length + Buffer.byteLength(text);
  return { key, headers: all, value: encoded, bytes };
}

/**
 * Anybody may write to a topic, so anything is read: a key that is absent is empty text, what is no UTF-8 has replacement
 * characters, the first of repeated headers counts, and a message without an id has its place for one.
 */
export function decodeMessage(
  { key, headers, value, offset }: KafkaMessage,
  topic: string,
  partition: number,
): ReceivedMessage {
  const { [messageIdHeader]: messageId, ...rest } = decodeHeaders(headers ?? {});
  return {
    key: key?.toString() ?? '',
    id: messageId ?? rest[eventIdHeader] ?? `${topic}/${partition}/${offset}`,
    headers: rest,
    value: value?.toString() ?? null,
    offset: BigInt(offset),
  };
}

function decodeHeaders(headers: IHeaders): Record<string, string> {
  const decoded: Record<string, string> = {};
  for (const [name, given] of Object.entries(headers)) {
    const value = Array.isArray(given) ? given[0] : given;
    if (value !== undefined) decoded[name] = value.toString();
  }
  return decoded;
}
