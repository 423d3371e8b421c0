import type { LedgerEvent } from '@keyledger/contracts';
import { AppendOutcomeUnknown } from '@keyledger/event-log';
import { type LogFollower, commitWithCheckpoint, projectBatch } from '@keyledger/read-models';
import type { Logger } from 'pino';
import type { AlertSeen, ResponseCommands } from './response-commands.js';
import type { ResponseMetrics } from './response-metrics.js';

export interface AlertResponderParts {
  readonly commands: Pick<ResponseCommands, 'respond'>;
  readonly metrics: ResponseMetrics;
  readonly logger: Logger;
}

interface Due {
  readonly recorded: LedgerEvent;
  readonly alert: AlertSeen;
}

/** The checkpoint carries no rows: the effect is in the log. */
const writeNothing = async (): Promise<void> => undefined;

/**
 * Follows the log for alerts that an account wants something done about. The wish is in the event, so what is done is what
 * the policy said when the alert was raised. At least once by the checkpoint, and once by the cause that what it does is
 * recorded with.
 */
export function alertResponder({ commands, metrics, logger }: AlertResponderParts): LogFollower {
  const id = { name: 'alert-responses', version: 1 };
  return {
    ...id,
    isOutage: (error) => error instanceof AppendOutcomeUnknown,
    apply: async ({ client }, from, { events }) => {
      const { changes: due, applied, failure } = projectBatch({ ...id, project: dueOf }, events);
      const last = applied.at(-1);
      if (last === undefined) return { checkpoint: from, applied, failure };
      for (const { recorded, alert } of due) {
        const { keyId, alertId, rule, response } = alert.data;
        const outcome = await commands.respond(recorded, alert);
        metrics.came(response, outcome);
        logger.warn({ keyId, alertId, rule, response, outcome }, 'responded to an alert');
      }
      const checkpoint = await commitWithCheckpoint(client, id, { from, last }, writeNothing);
      return checkpoint === null ? null : { checkpoint, applied, failure };
    },
  };
}

function dueOf(recorded: LedgerEvent): readonly Due[] {
  const { event } = recorded;
  if (event.type !== 'AlertRaised' && event.type !== 'AlertRecurred') return [];
  return event.data.response === 'none' ? [] : [{ recorded, alert: event }];
}
