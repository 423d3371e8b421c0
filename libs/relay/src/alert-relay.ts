import { BrokerUnavailable } from '@keyledger/broker';
import { type LedgerEvent, alertsTopic, toAlertMessage } from '@keyledger/contracts';
import { isAlertEvent } from '@keyledger/domain';
import { type LogFollower, commitWithCheckpoint, projectBatch } from '@keyledger/read-models';
import type { RelayParts } from './key-event-relay.js';

/** The checkpoint carries no rows: the effect is in the broker. */
const writeNothing = async (): Promise<void> => undefined;

/** Events about alerts to `keyledger.alerts.v1`, in order per alert. At least once, as `keyEventRelay`. */
export function alertRelay({ broker, metrics }: RelayParts): LogFollower {
  const id = { name: 'alerts-topic', version: 1 };
  return {
    ...id,
    prepare: () => broker.ensureTopics([alertsTopic]),
    isOutage: (error) => error instanceof BrokerUnavailable,
    apply: async ({ client }, from, { events }) => {
      const project = (recorded: LedgerEvent) =>
        isAlertEvent(recorded.event) ? [toAlertMessage(recorded)] : [];
      const { changes: messages, applied, failure } = projectBatch({ ...id, project }, events);
      const last = applied.at(-1);
      if (last === undefined) return { checkpoint: from, applied, failure };
      if (messages.length > 0) {
        await broker.publish(alertsTopic.name, messages);
        metrics.relayed(alertsTopic.name, messages.length);
      }
      const checkpoint = await commitWithCheckpoint(client, id, { from, last }, writeNothing);
      return checkpoint === null ? null : { checkpoint, applied, failure };
    },
  };
}
