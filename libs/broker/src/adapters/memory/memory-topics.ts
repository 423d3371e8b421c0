import {
  type OutgoingMessage,
  type ReceivedMessage,
  type TopicDefinition,
  UnknownTopic,
} from '../../broker.js';
import type { PartitionPage } from '../../partition-loop.js';
import { partitionOf } from '../../partition.js';
import { MemoryGroup } from './memory-group.js';

/** What a cluster would keep: several `MemoryBroker`s on one of these are processes that share a broker. */
export class MemoryTopics {
  private readonly topics = new Map<string, MemoryTopic>();
  private readonly groups = new Map<string, MemoryGroup>();

  ensure({ name, partitions, cleanup }: TopicDefinition): void {
    if (!this.topics.has(name)) this.topics.set(name, new MemoryTopic(partitions, cleanup === 'compact'));
  }

  topic(name: string): MemoryTopic {
    const topic = this.topics.get(name);
    if (topic === undefined) throw new UnknownTopic(name);
    return topic;
  }

  group(topic: string, group: string): MemoryGroup {
    const name = JSON.stringify([topic, group]);
    let found = this.groups.get(name);
    if (found === undefined) {
      found = new MemoryGroup(this.topic(topic).partitions.length);
      this.groups.set(name, found);
    }
    return found;
  }

  append(topicName: string, messages: readonly OutgoingMessage[]): void {
    const topic = this.topic(topicName);
    for (const message of messages) {
      topic.partitions[partitionOf(message.key, topic.partitions.length)]?.append(message);
    }
    for (const group of this.groups.values()) group.wake();
  }

  /** What a broker does when it sees fit: of each key of the compacted topics the newest message stays. */
  compact(): void {
    for (const topic of this.topics.values()) {
      if (!topic.compacted) continue;
      for (const partition of topic.partitions) partition.compact();
    }
  }
}

export class MemoryTopic {
  readonly partitions: readonly MemoryPartition[];

  constructor(
    partitions: number,
    readonly compacted: boolean,
  ) {
    this.partitions = Array.from({ length: partitions }, () => new MemoryPartition());
  }
}

/** Nothing is deleted by its age: this adapter is for tests, which end before any retention. */
export class MemoryPartition {
  private messages: ReceivedMessage[] = [];
  private readonly ids = new Set<string>();
  private endOffset = 0n;

  append(message: OutgoingMessage): void {
    if (this.ids.has(message.id)) return;
    this.ids.add(message.id);
    this.messages.push({ ...message, offset: this.endOffset++ });
  }

  read(offset: bigint, messagesMax: number): PartitionPage {
    const from = this.messages.findIndex((message) => message.offset >= offset);
    return {
      messages: from < 0 ? [] : this.messages.slice(from, from + messagesMax),
      endOffset: this.endOffset,
    };
  }

  compact(): void {
    const newest = new Map(this.messages.map(({ key, offset }) => [key, offset]));
    this.messages = this.messages.filter(({ key, offset }) => newest.get(key) === offset);
  }
}
