import { describe, expect, it } from '@jest/globals';
import { compactHeapAfterLoading } from './compact-heap.js';

const garbageStrings = 400_000;

function leaveGarbage(): number {
  const before = process.memoryUsage().heapUsed;
  let kept: string[] = [];
  for (let n = 0; n < garbageStrings; n++) kept.push(`row ${n} of what was loaded`);
  const most = process.memoryUsage().heapUsed - before;
  kept = [];
  return most + kept.length;
}

describe('compactHeapAfterLoading', () => {
  it('leaves nothing of what loading left behind', () => {
    compactHeapAfterLoading(1_000_000);
    const before = process.memoryUsage().heapUsed;
    const garbage = leaveGarbage();
    compactHeapAfterLoading(1_000_000);
    expect(garbage).toBeGreaterThan(10_000_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(garbage / 10);
  });
});
