import { EventLogUnavailable } from '@keyledger/event-log';
import { sleep, systemClock } from '@keyledger/platform';
import { waitFor } from '@keyledger/testing';
import { WebhookMetrics } from '@keyledger/webhooks';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { WebhookRunner, type WebhookRunnerParts } from './webhook-runner.js';

const nothing = { pending: 0, dead: 0, failing: 0 };

function runner(changes: Partial<WebhookRunnerParts>, registry = new Registry()): WebhookRunner {
  return new WebhookRunner({
    deliverer: null,
    queue: { tidy: async () => nothing },
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    metrics: new WebhookMetrics(registry),
    ...changes,
  });
}

describe('WebhookRunner', () => {
  it('goes on after an outage, and after an error of its own', async () => {
    const errors = [new EventLogUnavailable('away'), new Error('a mistake')];
    let runs = 0;
    const deliverer = {
      run: async (signal: AbortSignal) => {
        runs += 1;
        const error = errors.shift();
        if (error !== undefined) throw error;
        await sleep(60_000, signal);
      },
    };
    const running = runner({ deliverer });
    running.onApplicationBootstrap();
    await waitFor(() => runs === 3);
    await running.beforeApplicationShutdown();
    expect(runs).toBe(3);
  });

  it('shows how things stand, without a key to sign with too', async () => {
    const registry = new Registry();
    const running = runner({ queue: { tidy: async () => ({ ...nothing, dead: 7 }) } }, registry);
    running.onApplicationBootstrap();
    await waitFor(async () => (await registry.metrics()).includes('deliveries{status="dead"} 7'));
    await running.beforeApplicationShutdown();
  });
});
