import type { Broker } from '../../broker.js';
import { describeBroker } from '../../contract.js';
import { MemoryBroker } from './memory-broker.js';
import { MemoryTopics } from './memory-topics.js';

describeBroker('MemoryBroker', async () => {
  const topics = new MemoryTopics();
  const connected = new Map<Broker, MemoryBroker>();
  return {
    connect: async () => {
      const broker = new MemoryBroker(topics);
      connected.set(broker, broker);
      return broker;
    },
    compact: async () => topics.compact(),
    kill: async (broker) => connected.get(broker)?.crash(),
    close: async () => {
      for (const broker of connected.values()) await broker.close();
    },
  };
});
