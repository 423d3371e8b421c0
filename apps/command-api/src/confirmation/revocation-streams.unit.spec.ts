import { describe, expect, it } from '@jest/globals';
import type { RevocationAnswer } from '@keyledger/contracts';
import { RevocationStreams, revocationStreamMsMax, revocationStreamsMax } from './revocation-streams.js';

const pending: RevocationAnswer = {
  position: '7',
  acceptedAt: null,
  complete: false,
  verifiers: [],
  missing: [],
};

function streamsOf({ closing = (): boolean => false, nowMs = (): number => 0 } = {}) {
  return new RevocationStreams({
    revocation: async () => pending,
    clock: { monotonicMs: nowMs },
    isClosing: closing,
  });
}

async function all(events: AsyncIterable<string>): Promise<string[]> {
  const texts = [];
  for await (const text of events) texts.push(text.split('\n')[0] ?? '');
  return texts;
}

describe('a stream', () => {
  it('ends after a minute, though the change has not arrived, and says only once what has not changed', async () => {
    let nowMs = 0;
    const streams = streamsOf({ nowMs: () => (nowMs += revocationStreamMsMax / 2) });
    const events = all(await streams.follow(7n));
    streams.wake();
    expect(await events).toEqual(['event: revocation', 'event: end']);
  });

  it('ends when the process is to stop', async () => {
    expect(await all(await streamsOf({ closing: () => true }).follow(7n))).toEqual([
      'event: revocation',
      'event: end',
    ]);
  });

  it('is one of so many', async () => {
    const streams = streamsOf();
    const open = [];
    for (let count = 0; count < revocationStreamsMax; count++) {
      const iterator = (await streams.follow(7n))[Symbol.asyncIterator]();
      await iterator.next();
      open.push(iterator);
    }
    await expect(streams.follow(7n)).rejects.toMatchObject({ problem: { code: 'OVERLOADED' } });
    await open[0]?.return?.();
    await expect(streams.follow(7n)).resolves.toBeDefined();
  });
});
