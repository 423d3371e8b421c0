import {
  type Broker,
  type MessageBatch,
  MessageTooLarge,
  type OutgoingMessage,
  type PoisonMessage,
  type TopicDefinition,
} from './broker.js';

/** Where messages go that no consumer can handle. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dead-letter`;
}

const dayMs = 24 * 60 * 60 * 1000;
export const deadLetterRetentionMs = 30 * dayMs;

/** Poison is rare and read by people: one partition, kept for a month. */
export function deadLetterDefinition(topic: string): TopicDefinition {
  return {
    name: deadLetterTopic(topic),
    partitions: 1,
    cleanup: 'delete',
    retentionMs: deadLetterRetentionMs,
  };
}

/** Headers that a dead letter has beside its own. */
export const deadLetterHeaders = {
  reason: 'x-dead-letter-reason',
  topic: 'x-dead-letter-topic',
  partition: 'x-dead-letter-partition',
  offset: 'x-dead-letter-offset',
  group: 'x-dead-letter-group',
  /** Bytes of the message's value, where the letter has only its beginning. */
  valueBytes: 'x-dead-letter-value-bytes',
} as const;

const reasonCharactersMax = 500;

/** How much of a message its letter holds. */
interface Room {
  readonly valueBytesMax: number;
  readonly headersMax: number;
  /** Of each header, and of the key. */
  readonly textBytesMax: number;
}

/** Less than any topic takes by default, whatever a foreign producer could bring into its own. */
const plenty: Room = { valueBytesMax: 900_000, headersMax: 50, textBytesMax: 1_000 };
/** For a cluster that takes less: enough to see what it was. */
const little: Room = { valueBytesMax: 1_000, headersMax: 20, textBytesMax: 100 };

export async function publishDeadLetters(
  broker: Pick<Broker, 'publish'>,
  group: string,
  { topic, partition }: MessageBatch,
  poison: readonly PoisonMessage[],
): Promise<void> {
  if (poison.length === 0) return;
  const publish = (room: Room) =>
    broker.publish(
      deadLetterTopic(topic),
      poison.map((each) => toDeadLetter(each, { group, topic, partition }, room)),
    );
  try {
    await publish(plenty);
  } catch (error) {
    if (!(error instanceof MessageTooLarge)) throw error;
    await publish(little); // a letter that cannot be sent would hold up its partition for ever
  }
}

interface Origin {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

function toDeadLetter(
  { message, reason }: PoisonMessage,
  { group, topic, partition }: Origin,
  room: Room,
): OutgoingMessage {
  const offset = message.offset.toString();
  const bytes = Buffer.byteLength(message.value ?? '');
  const isCut = bytes > room.valueBytesMax;
  return {
    key: cut(message.key, room.textBytesMax),
    // The place that it came from, so that publishing it again after a redelivery has no second effect.
    id: `${group}/${partition}/${offset}`,
    headers: {
      ...cutHeaders(message.headers, room),
      [deadLetterHeaders.reason]: reason.slice(0, reasonCharactersMax),
      [deadLetterHeaders.topic]: topic,
      [deadLetterHeaders.partition]: String(partition),
      [deadLetterHeaders.offset]: offset,
      [deadLetterHeaders.group]: group,
      ...(isCut ? { [deadLetterHeaders.valueBytes]: String(bytes) } : {}),
    },
    value: isCut ? cut(message.value ?? '', room.valueBytesMax) : message.value,
  };
}

function cutHeaders(
  headers: Readonly<Record<string, string>>,
  { headersMax, textBytesMax }: Room,
): Record<string, string> {
  const kept = Object.entries(headers).slice(0, headersMax);
  return Object.fromEntries(kept.map(([name, value]) => [cut(name, textBytesMax), cut(value, textBytesMax)]));
}

/** The beginning that has so many bytes; half a character at its end becomes a replacement character. */
function cut(text: string, bytesMax: number): string {
  const bytes = Buffer.from(text);
  return bytes.length <= bytesMax ? text : bytes.subarray(0, bytesMax).toString();
}
