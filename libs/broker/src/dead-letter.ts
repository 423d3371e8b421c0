import type { Broker, MessageBatch, OutgoingMessage, PoisonMessage, TopicDefinition } from './broker.js';

/** Where messages go that no consumer can handle. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dead-letter`;
}

const dayMs = 24 * 60 * 60 * 1000;
export const deadLetterRetentionMs = 30 * dayMs;

/** Poison is rare and read by people: one partition, kept for a month. */
export function deadLetterDefinition(topic: string): TopicDefinition {
  return { name: deadLetterTopic(topic), partitions: 1, retentionMs: deadLetterRetentionMs };
}

/** Headers that a dead letter has beside its own. */
export const deadLetterHeaders = {
  reason: 'x-dead-letter-reason',
  topic: 'x-dead-letter-topic',
  partition: 'x-dead-letter-partition',
  offset: 'x-dead-letter-offset',
  group: 'x-dead-letter-group',
} as const;

const reasonCharactersMax = 500;

export async function publishDeadLetters(
  broker: Pick<Broker, 'publish'>,
  group: string,
  { topic, partition }: MessageBatch,
  poison: readonly PoisonMessage[],
): Promise<void> {
  if (poison.length === 0) return;
  const letters = poison.map((each) => toDeadLetter(each, group, topic, partition));
  await broker.publish(deadLetterTopic(topic), letters);
}

function toDeadLetter(
  { message, reason }: PoisonMessage,
  group: string,
  topic: string,
  partition: number,
): OutgoingMessage {
  const offset = message.offset.toString();
  return {
    key: message.key,
    // The place that it came from, so that publishing it again after a redelivery has no second effect.
    id: `${group}/${partition}/${offset}`,
    headers: {
      ...message.headers,
      [deadLetterHeaders.reason]: reason.slice(0, reasonCharactersMax),
      [deadLetterHeaders.topic]: topic,
      [deadLetterHeaders.partition]: String(partition),
      [deadLetterHeaders.offset]: offset,
      [deadLetterHeaders.group]: group,
    },
    value: message.value,
  };
}
