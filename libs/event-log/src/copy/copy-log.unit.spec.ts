import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventLog } from '../adapters/memory/memory-event-log.js';
import { everything, newEvent } from '../contract/scenario.js';
import { AppendOutcomeUnknown, type EventLog, type NewEvent, originPosition } from '../event-log.js';
import { compareLogs } from './compare-logs.js';
import { copyLog } from './copy-log.js';
import { pageEventsMax } from './read-on.js';

/** Appends one event for each letter, to the stream of that name. */
async function logOf(streams: string): Promise<MemoryEventLog> {
  const log = new MemoryEventLog();
  for (const [index, stream] of Array.from(streams).entries())
    await log.append(stream, [numbered(index)], 'any');
  return log;
}

/** The same event for the same number. */
function numbered(index: number): NewEvent {
  const id = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  return { id, type: `Kind${index % 3}`, data: { index, text: 'é' }, metadata: { by: index } };
}

/** A target whose process dies at the append of that number: before it takes effect, or when it has. */
function dyingAt(log: EventLog, append: number, tookEffect: boolean): EventLog {
  let appends = 0;
  return {
    readsWhenAsked: log.readsWhenAsked,
    append: async (stream, events, expected) => {
      if (++appends < append) return log.append(stream, events, expected);
      if (tookEffect) await log.append(stream, events, expected);
      throw new AppendOutcomeUnknown('killed');
    },
    readStream: (stream) => log.readStream(stream),
    readAll: (after, eventsMax) => log.readAll(after, eventsMax),
    readAt: (position) => log.readAt(position),
    subscribe: (after, options) => log.subscribe(after, options),
    hasEventsAfter: (position) => log.hasEventsAfter(position),
    close: () => log.close(),
  };
}

describe('copyLog', () => {
  it('keeps ids, types, data, metadata, order and revisions', async () => {
    const source = await logOf('abacabbbad');
    const target = new MemoryEventLog();
    expect(await copyLog(source, target)).toEqual({ outcome: 'copied', events: 10, appended: 10 });
    expect(await everything(target)).toEqual(await everything(source)); // memory logs number positions alike
  });

  it('continues without a repeat or a gap wherever it was killed', async () => {
    const streams = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 30 });
    const death = fc.record({ append: fc.integer({ min: 1, max: 12 }), tookEffect: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(streams, fc.array(death, { maxLength: 4 }), async (names, deaths) => {
        const source = await logOf(names);
        const target = new MemoryEventLog();
        for (const { append, tookEffect } of deaths) {
          await copyLog(source, dyingAt(target, append, tookEffect)).catch(() => undefined);
        }
        expect(await copyLog(source, target)).toMatchObject({ outcome: 'copied', events: names.length });
        expect(await everything(target)).toEqual(await everything(source));
      }),
    );
  });

  it('writes nothing the second time', async () => {
    const source = await logOf('ab');
    const target = new MemoryEventLog();
    await copyLog(source, target);
    expect(await copyLog(source, target)).toEqual({ outcome: 'copied', events: 2, appended: 0 });
  });

  it('goes through more pages than one, and through runs longer than one append', async () => {
    const source = await logOf('ab'.repeat(pageEventsMax) + 'c'.repeat(250));
    const target = new MemoryEventLog();
    const counts: number[] = [];
    await copyLog(source, target, { onProgress: (events) => counts.push(events) });
    expect(await everything(target)).toEqual(await everything(source));
    expect(counts.slice(-3)).toEqual([1_100, 1_200, 1_250]);
  });

  it('does not put more bytes into one append than a log takes', async () => {
    const source = new MemoryEventLog();
    for (let count = 0; count < 3; count++) {
      await source.append('a', [newEvent({ text: 'x'.repeat(600_000) })], 'any');
    }
    expect(await copyLog(source, new MemoryEventLog())).toMatchObject({ outcome: 'copied', events: 3 });
  });

  it.each([
    ['begins otherwise', 'b'],
    ['holds more than the source', 'abab'],
    ['is another log of the same streams', 'aa'],
  ])('refuses a target that %s, and writes nothing to it', async (_, held) => {
    const target = await logOf(held);
    const before = await everything(target);
    expect(await copyLog(await logOf('aba'), target)).toMatchObject({ outcome: 'refused' });
    expect(await everything(target)).toEqual(before);
  });

  it('stops where somebody else writes to the target meanwhile', async () => {
    const source = await logOf('abc');
    const target = new MemoryEventLog();
    const onProgress = () => void target.append('b', [newEvent()], 'any');
    expect(await copyLog(source, target, { onProgress })).toMatchObject({
      outcome: 'disturbed',
      event: { stream: 'b', revision: 0 },
      actualRevision: 0,
    });
  });

  it('ends when it is told to', async () => {
    const stopping = new AbortController();
    const copy = copyLog(await logOf('abc'), new MemoryEventLog(), {
      signal: stopping.signal,
      onProgress: () => stopping.abort(),
    });
    await expect(copy).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('compareLogs', () => {
  const changes: [string, Partial<NewEvent>][] = [
    ['id', { id: newEvent().id }],
    ['type', { type: 'Other' }],
    ['data', { data: { index: 1, text: 'e' } }],
    ['order of properties', { data: { text: 'é', index: 1 } }],
    ['metadata', { metadata: { by: 2 } }],
  ];
  it.each(changes)('finds another %s', async (_, change) => {
    const source = await logOf('aba');
    const target = await logOf('a');
    await target.append('b', [{ ...numbered(1), ...change }], 'any');
    await target.append('a', [numbered(2)], 'any');
    expect(await compareLogs(source, target)).toMatchObject({
      equalEvents: 1,
      difference: { source: { id: numbered(1).id }, target: { stream: 'b' } },
    });
  });

  it('finds another order', async () => {
    const target = new MemoryEventLog();
    await target.append('b', [numbered(1)], 'any');
    await target.append('a', [numbered(0)], 'any');
    expect((await compareLogs(await logOf('ab'), target)).difference).not.toBeNull();
  });

  it('says which of the two ends first', async () => {
    const [short, long] = [await logOf('ab'), await logOf('abc')];
    expect((await compareLogs(short, long)).difference).toMatchObject({
      source: null,
      target: { stream: 'c' },
    });
    expect((await compareLogs(long, short)).difference).toMatchObject({
      source: { stream: 'c' },
      target: null,
    });
  });

  it('gives the pairs of positions, and finds equal logs equal', async () => {
    const pairs: bigint[][] = [];
    const comparison = await compareLogs(await logOf('abc'), await logOf('abc'), {
      onEqual: (source, target) => pairs.push([source.position, target.position]),
    });
    expect(comparison).toEqual({ equalEvents: 3, sourcePosition: 3n, targetPosition: 3n, difference: null });
    expect(pairs).toEqual([
      [1n, 1n],
      [2n, 2n],
      [3n, 3n],
    ]);
    const empty = await compareLogs(new MemoryEventLog(), new MemoryEventLog());
    expect(empty).toMatchObject({ equalEvents: 0, sourcePosition: originPosition, difference: null });
  });
});
