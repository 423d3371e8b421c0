import { HealthRegistry } from '@keyledger/platform';
import { describe, expect, it } from '@jest/globals';
import { waitUntilReady } from './wait-until-ready.js';

describe('waiting until everything is ready', () => {
  it('asks again until every part is', async () => {
    const health = new HealthRegistry();
    let asked = 0;
    health.register({ name: 'late', check: () => ({ ready: ++asked === 3 }) });
    health.register({ name: 'early', check: () => ({ ready: true }) });
    await waitUntilReady(health, new AbortController().signal);
    expect(asked).toBe(3);
  });

  it('ends when the process is told to stop', async () => {
    const health = new HealthRegistry();
    const stopping = new AbortController();
    health.register({
      name: 'never',
      check: () => {
        stopping.abort();
        return { ready: false };
      },
    });
    await waitUntilReady(health, stopping.signal);
    expect(stopping.signal.aborted).toBe(true);
  });
});
