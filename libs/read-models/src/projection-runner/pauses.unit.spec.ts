import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { withPauses } from './pauses.js';

const never = new AbortController().signal;

async function* items(count: number, everyMs: number, ended: AbortSignal): AsyncGenerator<number> {
  for (let n = 0; n < count && !ended.aborted; n++) {
    await delay(everyMs, undefined, { signal: ended }).catch(() => undefined);
    yield n;
  }
}

describe('items with pauses', () => {
  it('are all there, in order, and end with their source', async () => {
    const seen: (number | 'pause')[] = [];
    for await (const item of withPauses((ended) => items(5, 3, ended), 2, never)) seen.push(item);
    expect(seen.filter((item) => item !== 'pause')).toEqual([0, 1, 2, 3, 4]);
    expect(seen).toContain('pause');
  });

  it('have pauses while nothing comes, and let go of the source when nobody goes on', async () => {
    let released = false;
    const silent = async function* (ended: AbortSignal): AsyncGenerator<number> {
      await new Promise<void>((resolve) => ended.addEventListener('abort', () => resolve()));
      released = true;
    };
    let pauses = 0;
    for await (const item of withPauses(silent, 1, never)) {
      expect(item).toBe('pause');
      if (++pauses === 3) break;
    }
    expect(released).toBe(true);
  });

  it('end when told to, and with the error of their source', async () => {
    const stopping = new AbortController();
    for await (const item of withPauses((ended) => items(1_000, 1, ended), 1, stopping.signal)) {
      if (item === 3) stopping.abort();
      expect(item === 'pause' || item <= 4).toBe(true);
    }
    const failing = async function* (): AsyncGenerator<number> {
      throw new Error('broken');
    };
    await expect(withPauses(failing, 1_000, never).next()).rejects.toThrow('broken');
  });
});
