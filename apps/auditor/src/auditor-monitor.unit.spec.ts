import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { AuditorMonitor, failingMsMax } from './auditor-monitor.js';

const batchOf = (partition: number) => ({ topic: 'requests', partition, messages: [], endOffset: 0n });
const written = { counted: 0, unknownKeys: 0, repeats: 0, alreadyCounted: 0 };

function monitoring() {
  const time = { nowMs: 1_000 };
  const monitor = AuditorMonitor.of(new Registry(), () => time.nowMs);
  monitor.setConsuming(true);
  return { monitor, time };
}

describe('an auditor whose batches are rejected', () => {
  it('is not ready until they are written', () => {
    const { monitor } = monitoring();
    expect(monitor.batchRejected(batchOf(2))).toBe(true);
    expect(monitor.batchRejected(batchOf(2))).toBe(false);
    expect(monitor.readiness()).toEqual({ ready: false, detail: 'cannot write partitions 2' });
    monitor.batchWritten(batchOf(2), written);
    expect(monitor.readiness()).toEqual({ ready: true });
  });

  it('is not held to partitions that another one has taken over', () => {
    const { monitor, time } = monitoring();
    monitor.batchRejected(batchOf(2));
    time.nowMs += failingMsMax;
    expect(monitor.readiness().ready).toBe(false);
    time.nowMs += 1;
    expect(monitor.readiness()).toEqual({ ready: true });
    expect(monitor.batchRejected(batchOf(2))).toBe(true);
  });
});
