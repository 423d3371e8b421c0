import { type Broker, BrokerUnavailable } from '@keyledger/broker';
import { keyEventsTopic, toKeyEventMessage } from '@keyledger/contracts';
import { type LogFollower, commitWithCheckpoint, projectBatch } from '@keyledger/read-models';
import type { RelayMetrics } from './relay-metrics.js';

export interface RelayParts {
  readonly broker: Broker;
  readonly metrics: RelayMetrics;
}

/** The checkpoint carries no rows: the effect is in the broker. */
const writeNothing = async (): Promise<void> => undefined;

/**
 * Every event of the log to `keyledger.keys.v1`, in order. At least once: the checkpoint moves after the broker has
 * acknowledged, so what a crash leaves in between is published again, under the same ids.
 */
export function keyEventRelay({ broker, metrics }: RelayParts): LogFollower {
  const id = { name: 'key-events', version: 1 };
  return {
    ...id,
    prepare: () => broker.ensureTopics([keyEventsTopic]),
    isOutage: (error) => error instanceof BrokerUnavailable,
    apply: async ({ client }, from, { events }) => {
      const project = (event: Parameters<typeof toKeyEventMessage>[0]) => [toKeyEventMessage(event)];
      const { changes: messages, applied, failure } = projectBatch({ ...id, project }, events);
      const last = applied.at(-1);
      if (last === undefined) return { checkpoint: from, applied, failure };
      await broker.publish(keyEventsTopic.name, messages);
      metrics.relayed(keyEventsTopic.name, messages.length);
      const checkpoint = await commitWithCheckpoint(client, id, { from, last }, writeNothing);
      return checkpoint === null ? null : { checkpoint, applied, failure };
    },
  };
}
