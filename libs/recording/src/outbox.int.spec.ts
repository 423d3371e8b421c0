import { MessageTooLarge } from '@keyledger/broker';
import { waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { memoryAloneEventsMax, memoryEventsMax } from './outbox.js';
import { type SpecBroker, SpecSpools, upTo } from './spec-recording.js';
import { openSegmentFile } from './spool/segment-writer.js';

let spools: SpecSpools;
let broker: SpecBroker;
let root: string;

beforeEach(async () => {
  spools = await SpecSpools.make();
  ({ broker, root } = spools);
});

afterEach(async () => {
  await spools.remove();
});

describe('what was recorded', () => {
  it('is published in order, and leaves nothing behind', async () => {
    const { record, recorder, outbox } = await spools.start('p');
    record(1_200);
    await recorder.flush();
    expect(broker.sequencesOf('p')).toEqual(upTo(1_200));
    expect([outbox.waiting, outbox.oldestAgeMs, outbox.isDurable]).toEqual([0, 0, true]);
    await recorder.onApplicationShutdown();
    expect(await readdir(root)).toEqual([]);
  });

  it('waits on disk while the broker is away, far beyond what memory holds, and comes in order', async () => {
    broker.isAway = true;
    const { record, recorder, outbox } = await spools.start('p');
    const total = 3 * memoryEventsMax;
    for (let recorded = 0; recorded < total; recorded += 1_000) {
      record(1_000);
      await recorder.written();
    }
    expect(outbox.waiting).toBe(total);
    expect(outbox.bytes).toBeGreaterThan(100 * total);
    broker.isAway = false;
    record(10);
    await recorder.flush();
    expect(broker.sequencesOf('p')).toEqual(upTo(total + 10));
    expect(outbox.dropped.byReason).toMatchObject({ 'spool-full': 0, 'memory-full': 0, unreadable: 0 });
  });

  it('is published where the broker comes later than the process', async () => {
    broker.isAway = true;
    const recording = await spools.start('early');
    recording.record(20);
    await recording.recorder.written();
    expect(broker.topics).toEqual([]);
    broker.isAway = false;
    await recording.recorder.flush();
    expect([broker.topics, broker.sequencesOf('early')]).toEqual([['requests'], upTo(20)]);
  });

  it('is dropped and counted, the newest first, when the spool is full', async () => {
    broker.isAway = true;
    const { record, recorder, outbox } = await spools.start('p', { bytesMax: 2_000_000 });
    const total = 6 * memoryEventsMax;
    for (let recorded = 0; recorded < total; recorded += 500) {
      record(500);
      await recorder.written();
    }
    const dropped = outbox.dropped.byReason['spool-full'];
    expect(dropped).toBeGreaterThan(0);
    expect(outbox.bytes).toBeLessThanOrEqual(2_000_000);
    expect(outbox.waiting + dropped).toBe(total);
    broker.isAway = false;
    await recorder.flush();
    expect(broker.sequencesOf('p')).toEqual(upTo(total - dropped));
    record(1);
    await recorder.flush();
    expect(broker.sequencesOf('p').at(-1)).toBe(total + 1);
  });

  it('is dropped and counted when the broker refuses it for good, and what comes after it is not', async () => {
    const { record, recorder, outbox } = await spools.start('p');
    broker.rejection = new MessageTooLarge('too large');
    record(3);
    await recorder.flush();
    broker.rejection = null;
    record(2);
    await recorder.flush();
    expect(outbox.dropped.byReason.rejected).toBe(3);
    expect(broker.sequencesOf('p')).toEqual([4, 5]);
  });

  it('tells how old the oldest is', async () => {
    broker.isAway = true;
    const time = { ms: Date.now() };
    const { record, recorder, outbox } = await spools.start('p', { clock: { now: () => time.ms } });
    record(1);
    await recorder.written();
    time.ms += 60_000;
    await waitFor(() => outbox.oldestAgeMs === 60_000);
  });
});

describe('a disk that fails', () => {
  const failing = { isFull: false };
  const openSegment = async (path: string) => {
    if (failing.isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const file = await openSegmentFile(path);
    return {
      write: (async (bytes: Uint8Array, offset: number, length: number, at: number) => {
        if (failing.isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        return file.write(bytes, offset, length, at);
      }) as typeof file.write,
      datasync: async () => file.datasync(),
      truncate: async (length?: number) => file.truncate(length),
      close: async () => file.close(),
    };
  };

  it('is told of, and requests wait in memory until it is well again', async () => {
    failing.isFull = false;
    const errors: unknown[] = [];
    const { record, recorder, outbox } = await spools.start('p', {
      openSegment,
      onError: (error) => errors.push(error),
    });
    record(10);
    await recorder.written();
    failing.isFull = true;
    broker.isAway = true;
    record(10);
    await recorder.written();
    expect(outbox.isDurable).toBe(false);
    expect(String(errors[0])).toContain('no space left');
    failing.isFull = false;
    record(10);
    await recorder.written();
    expect(outbox.isDurable).toBe(true);
    broker.isAway = false;
    await recorder.flush();
    expect(broker.sequencesOf('p')).toEqual(upTo(30));
  });

  it('leaves memory, which is bounded, and what does not fit is counted', async () => {
    failing.isFull = true;
    broker.isAway = true;
    const { record, recorder, outbox } = await spools.start('p', { openSegment });
    const total = memoryAloneEventsMax + 2_000;
    for (let recorded = 0; recorded < total; recorded += 2_000) {
      record(2_000);
      await recorder.written();
    }
    const dropped = outbox.dropped.byReason['memory-full'];
    expect(dropped).toBeGreaterThan(0);
    expect(outbox.waiting + dropped).toBe(total);
    broker.isAway = false;
    await recorder.flush();
    expect(broker.sequencesOf('p')).toEqual(upTo(total - dropped));
  });

  it('is an error at the start where somebody asked for it', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(spools.start('p', { root: join(root, 'file', 'below') })).rejects.toThrow(
      /^REQUEST_SPOOL_DIRECTORY: .* cannot be written to: ENOTDIR/,
    );
  });

  it('may take the directory away: it is made again', async () => {
    const { record, recorder, outbox } = await spools.start('p', { bytesMax: 100_000 });
    record(20);
    await recorder.flush();
    await rm(join(root, 'requests-p'), { recursive: true });
    for (let n = 0; n < 3; n++) {
      record(100);
      await recorder.written();
    }
    expect(outbox.isDurable).toBe(true);
    await recorder.flush();
    expect(broker.sequencesOf('p')).toEqual(upTo(320));
  });
});

describe('without a disk', () => {
  it('requests are published from memory, and lost with the process, which is counted', async () => {
    const { record, recorder, outbox } = await spools.start('p', { root: null });
    record(10);
    await recorder.flush();
    expect(broker.sequencesOf('p')).toEqual(upTo(10));
    expect(outbox.isDurable).toBe(false);
    broker.isAway = true;
    record(7);
    await recorder.onApplicationShutdown();
    expect(outbox.dropped.byReason.shutdown).toBe(7);
  });
});
