import { describe, expect, it } from '@jest/globals';
import { MemoryEventLog } from './adapters/memory/memory-event-log.js';
import { FoldedStreams } from './folded-streams.js';

const decider = { initialState: '', evolve: (state: string, event: string) => state + event };
const event = (letter: string) => {
  return { id: crypto.randomUUID(), type: letter, data: {}, metadata: {} };
};

function spelling(log: MemoryEventLog, streamsMax = 10) {
  const readFrom: number[] = [];
  const streams = new FoldedStreams({
    log: {
      readStream: (stream, from = 0) => {
        readFrom.push(from);
        return log.readStream(stream, from);
      },
    },
    decider,
    decode: ({ type }) => type,
    streamsMax,
  });
  return { streams, readFrom };
}

describe('FoldedStreams', () => {
  it('has what the log has, and reads only what is new', async () => {
    const log = new MemoryEventLog();
    const { streams, readFrom } = spelling(log);
    await log.append('word', [event('a'), event('b')], 'no-stream');
    expect(await streams.load('word')).toMatchObject({ state: 'ab', revision: 1 });
    await log.append('word', [event('c')], 1);
    expect(await streams.load('word')).toMatchObject({ state: 'abc', revision: 2 });
    expect(await streams.load('word')).toMatchObject({ state: 'abc', revision: 2 });
    expect(readFrom).toEqual([0, 2, 3]);
  });

  it('begins with nothing where there is no stream', async () => {
    const { streams } = spelling(new MemoryEventLog());
    expect(await streams.load('none')).toEqual({ state: '', revision: -1, position: 0n });
  });

  it('reads anew what it has had to forget', async () => {
    const log = new MemoryEventLog();
    const { streams, readFrom } = spelling(log, 1);
    await log.append('one', [event('a')], 'no-stream');
    await log.append('two', [event('b')], 'no-stream');
    await streams.load('one');
    await streams.load('two');
    expect(await streams.load('one')).toMatchObject({ state: 'a' });
    expect(readFrom).toEqual([0, 0, 0]);
  });
});
