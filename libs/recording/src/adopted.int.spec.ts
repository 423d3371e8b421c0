import { waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { SpecBroker, SpecSpools, upTo } from './spec-recording.js';

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

describe('what a process leaves behind', () => {
  it('is published by the next one, in order, under the name and the numbers that it had', async () => {
    broker.isAway = true;
    const first = await spools.start('p');
    first.record(1_500);
    await first.recorder.written();
    await spools.die(first, 'p');
    const theirs = new SpecBroker();
    const second = await spools.start('q', { broker: theirs });
    second.record(5);
    await waitFor(() => theirs.sequencesOf('p').length === 1_500);
    expect(theirs.sequencesOf('p')).toEqual(upTo(1_500));
    await second.recorder.flush();
    expect(theirs.sequencesOf('q')).toEqual(upTo(5));
    await waitFor(async () =>
      (await readdir(join(root, 'requests-q'))).every((name) => !/^adopted/.test(name)),
    );
  });

  it('is published from where the broker has acknowledged it', async () => {
    const first = await spools.start('p');
    first.record(700);
    await first.recorder.flush();
    broker.isAway = true;
    first.record(300);
    await first.recorder.written();
    await spools.die(first, 'p');
    const theirs = new SpecBroker();
    await spools.start('q', { broker: theirs });
    await waitFor(() => theirs.messages.length >= 300);
    expect(theirs.sequencesOf('p')).toEqual(upTo(300, 701));
  });

  it('is published again where the answer of the broker was lost, with the same numbers', async () => {
    broker.losesAnswers = true;
    const first = await spools.start('p');
    first.record(20);
    await first.recorder.written();
    await waitFor(() => broker.messages.length >= 20);
    await spools.die(first, 'p');
    const theirs = new SpecBroker();
    await spools.start('q', { broker: theirs });
    await waitFor(() => theirs.messages.length >= 20);
    expect(theirs.sequencesOf('p')).toEqual(upTo(20));
  });

  it('loses a record that was torn, and nothing before it', async () => {
    broker.isAway = true;
    const first = await spools.start('p');
    first.record(3);
    await first.recorder.written();
    first.record(2);
    await first.recorder.written();
    const segment = join(root, 'requests-p', '0000000001.requests');
    await truncate(segment, (await readFile(segment)).length - 1);
    await spools.die(first, 'p');
    const theirs = new SpecBroker();
    await spools.start('q', { broker: theirs });
    await waitFor(() => theirs.messages.length >= 3);
    expect(theirs.sequencesOf('p')).toEqual([1, 2, 3]);
  });

  it('passes through several that die, one of which had adopted it', async () => {
    broker.isAway = true;
    for (const producer of ['p', 'q', 'r']) {
      const one = await spools.start(producer);
      one.record(10);
      await one.recorder.written();
      await spools.die(one, producer);
    }
    const theirs = new SpecBroker();
    const { outbox } = await spools.start('s', { broker: theirs });
    await waitFor(() => theirs.messages.length >= 30);
    for (const producer of ['p', 'q', 'r']) expect(theirs.sequencesOf(producer)).toEqual(upTo(10));
    await waitFor(() => outbox.bytes === 0);
  });

  it('goes to one of several that start at once', async () => {
    broker.isAway = true;
    const first = await spools.start('p');
    first.record(100);
    await first.recorder.written();
    await spools.die(first, 'p');
    const theirs = new SpecBroker();
    const names = ['a', 'b', 'c', 'd'];
    const started = await Promise.all(
      names.map(async (producer) => spools.start(producer, { broker: theirs })),
    );
    await waitFor(() => theirs.sequencesOf('p').length >= 100);
    // Whoever stops before it has noted the broker's answer leaves the spool to the next, which publishes it again.
    await waitFor(() => started.every(({ outbox }) => outbox.bytes === 0));
    await spools.stopAll();
    expect(theirs.sequencesOf('p')).toEqual(upTo(100));
    expect(await readdir(root)).toEqual([]);
  });

  it('is left alone while its owner lives, or where it is not ours', async () => {
    broker.isAway = true;
    const first = await spools.start('p');
    first.record(10);
    await first.recorder.written();
    await mkdir(join(root, 'lost+found'));
    const theirs = new SpecBroker();
    const second = await spools.start('q', { broker: theirs });
    second.record(1);
    await second.recorder.flush();
    expect(theirs.sequencesOf('p')).toEqual([]);
    expect(await readdir(root)).toEqual(['lost+found', 'requests-p', 'requests-q']);
  });

  it('is on disk after an orderly stop without a broker, and goes to the next', async () => {
    broker.isAway = true;
    const { record, recorder, outbox } = await spools.start('p');
    record(10);
    await recorder.onApplicationShutdown();
    expect(outbox.dropped.byReason.shutdown).toBe(0);
    broker.isAway = false;
    await spools.start('q');
    await waitFor(() => broker.sequencesOf('p').length === 10);
  });

  it('is dropped and counted where it is older than what anybody remembers', async () => {
    broker.isAway = true;
    const first = await spools.start('p', { clock: { now: () => 1_000 } });
    first.record(4);
    await first.recorder.written();
    await spools.die(first, 'p');
    const theirs = new SpecBroker();
    const { outbox } = await spools.start('q', { broker: theirs });
    await waitFor(() => outbox.dropped.byReason['too-old'] === 4);
    expect(theirs.messages).toEqual([]);
  });
});
