import { describe, expect, it } from '@jest/globals';
import { EventLogUnavailable } from '@keyledger/event-log';
import { waitFor } from '@keyledger/testing';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { LifecycleMetrics } from './lifecycle-metrics.js';
import { LifecycleRunner } from './lifecycle-runner.js';

/** Runs passes that do what they are told to, in turn, then nothing. */
function runnerOf(passes: readonly ((signal: AbortSignal) => Promise<void>)[]) {
  const registry = new Registry();
  const lines: string[] = [];
  const runs = { count: 0 };
  const lifecycle = {
    pass: async (signal: AbortSignal) => {
      runs.count += 1;
      await passes[runs.count - 1]?.(signal);
    },
  };
  const logger = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
  const metrics = new LifecycleMetrics(registry);
  const runner = new LifecycleRunner({ lifecycle, metrics, logger, intervalMs: 1 });
  return { runner, runs, registry, lines };
}

describe('the recording of time', () => {
  it('goes on after passes that failed, and tells of them', async () => {
    const { runner, runs, registry, lines } = runnerOf([
      () => Promise.reject(new EventLogUnavailable('The log is away.')),
      () => Promise.reject(new TypeError('A bug')),
    ]);
    runner.onApplicationBootstrap();
    await waitFor(() => runs.count >= 4);
    await runner.beforeApplicationShutdown();
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('out of reach');
    expect(lines[1]).toContain('A bug');
    expect(await registry.metrics()).toContain('keyledger_lifecycle_failures_total{scope="pass"} 2');
  });

  it('stops when it is told to, once the key in hand is done with, and looks no more', async () => {
    let finished = false;
    const { runner, runs } = runnerOf([
      (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            setImmediate(() => {
              finished = true;
              resolve();
            });
          });
        }),
    ]);
    runner.onApplicationBootstrap();
    await runner.beforeApplicationShutdown();
    expect([finished, runs.count]).toEqual([true, 1]);
  });
});
