import type { AlertResponse } from '@keyledger/domain';
import { Counter, type Registry } from 'prom-client';

/** What became of a response. */
export type ResponseOutcome = 'done' | 'done-before' | 'refused';

export class ResponseMetrics {
  private readonly responses: Counter<'response' | 'outcome'>;

  constructor(registry: Registry) {
    this.responses = new Counter({
      name: 'keyledger_alert_responses_total',
      help: 'What accounts wanted done because of alerts: done, done-before (by an earlier run), or refused, since the key did not allow it any more.',
      labelNames: ['response', 'outcome'],
      registers: [registry],
    });
  }

  came(response: AlertResponse, outcome: ResponseOutcome): void {
    this.responses.inc({ response, outcome });
  }
}
