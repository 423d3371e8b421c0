import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStoreDbStandIn, startEventStoreDbStandIn, waitFor } from '@keyledger/testing';
import { Follower, appended, everything, idsOf, newEvent, newEvents } from '../../contract/scenario.js';
import {
  AppendOutcomeUnknown,
  type EventLog,
  EventLogUnavailable,
  type ExpectedRevision,
} from '../../event-log.js';
import { openEventStoreDbEventLog } from './eventstoredb-event-log.js';

/** Well below the 19 s after which the client itself notices a frozen server. */
const boundedMsMax = 15_000;
const streamPrefixes = ['ours-'];

let server: EventStoreDbStandIn;
let log: EventLog;
let outages: unknown[];

beforeEach(async () => {
  server = await startEventStoreDbStandIn();
  outages = [];
  log = openEventStoreDbEventLog({
    url: server.url,
    streamPrefixes,
    onError: (error) => outages.push(error),
  });
});

afterEach(async () => {
  await log.close();
  await server.close();
});

describe('an append', () => {
  const expectations: [ExpectedRevision][] = [['no-stream'], ['any']];

  it.each(expectations)(
    'at %p whose answer is lost has it all the same, and is written once',
    async (expected) => {
      const events = newEvents(2);
      await appended(log, 'ours-other', newEvents(1));
      server.loseAppendAnswers(1);
      const result = await log.append('ours-a', events, expected);
      const read = await log.readStream('ours-a');
      expect(result).toEqual({ outcome: 'appended', revision: 1, position: read.at(-1)?.position });
      expect(idsOf(read)).toEqual(idsOf(events));
      expect(server.appendCount).toBe(2); // the stream said what had become of it
    },
  );

  it.each(expectations)('at %p that was lost on its way is made again', async (expected) => {
    const events = newEvents(2);
    await appended(log, 'ours-other', newEvents(1));
    server.loseAppends(1);
    expect(await log.append('ours-a', events, expected)).toMatchObject({ outcome: 'appended', revision: 1 });
    expect(idsOf(await log.readStream('ours-a'))).toEqual(idsOf(events));
    expect(server.appendCount).toBe(3);
  });

  it('that was lost on its way, while another took its place, is refused', async () => {
    await appended(log, 'ours-a', newEvents(1));
    server.loseAppends(1);
    const lost = log.append('ours-a', newEvents(1), 0);
    await waitFor(() => server.appendCount === 2);
    const other = await log.append('ours-a', newEvents(1), 0);
    const outcomes = [other.outcome, (await lost).outcome];
    expect(outcomes.sort()).toEqual(['appended', 'wrong-revision']);
    expect(await log.readStream('ours-a')).toHaveLength(2);
  });

  it('is of unknown outcome where it keeps getting lost, and has its answer when it is repeated', async () => {
    const events = newEvents(1);
    await appended(log, 'ours-other', newEvents(1));
    server.loseAppends(1_000);
    await expect(log.append('ours-a', events, 'no-stream')).rejects.toThrow(AppendOutcomeUnknown);
    server.loseAppends(0);
    expect(await log.append('ours-a', events, 'no-stream')).toMatchObject({
      outcome: 'appended',
      revision: 0,
    });
  });

  it('is unavailable, and has no effect, where nobody is there', async () => {
    server.kill();
    await expect(log.append('ours-a', newEvents(1), 'any')).rejects.toThrow(EventLogUnavailable);
    await server.restart();
    expect(await waitFor(() => everything(log))).toEqual([]);
  });

  it('is answered again as soon as the server is there again', async () => {
    await appended(log, 'ours-a', newEvents(1));
    server.kill();
    await server.restart();
    await waitFor(() => log.append('ours-a', newEvents(1), 0));
    expect(await log.readStream('ours-a')).toHaveLength(2);
  });

  it(
    'is of unknown outcome in bounded time where the server is frozen, and is written once',
    async () => {
      const events = newEvents(1);
      await appended(log, 'ours-other', newEvents(1));
      server.freeze();
      await expect(log.append('ours-a', events, 'no-stream')).rejects.toThrow(AppendOutcomeUnknown);
      server.thaw();
      const again = await waitFor(() => log.append('ours-a', events, 'no-stream'));
      expect(again).toMatchObject({ outcome: 'appended', revision: 0 });
      expect(idsOf(await log.readStream('ours-a'))).toEqual(idsOf(events));
    },
    boundedMsMax,
  );

  const unfit = (change: object) => ({ ...newEvent(), ...change });
  it.each([
    ['an empty type', unfit({ type: '' })],
    ['an id that is no UUID', unfit({ id: 'first' })],
    ['no data', unfit({ data: undefined })],
    ['a bigint in its data', unfit({ data: { count: 1n } })],
    ['a bigint in its metadata', unfit({ metadata: { count: 1n } })],
  ])('with %s never reaches the client, which would not recover', async (_, event) => {
    await expect(log.append('ours-a', [event], 'any')).rejects.toThrow();
    expect(server.appendCount).toBe(0);
    await expect(log.append('ours-a', [newEvent()], 'any')).resolves.toMatchObject({ revision: 0 });
  });

  it('to a stream that is not ours is a bug: nobody would be told of it', async () => {
    await expect(log.append('theirs', newEvents(1), 'any')).rejects.toThrow(RangeError);
    expect(server.appendCount).toBe(0);
  });
});

describe('a read', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['the freshness probe', () => log.hasEventsAfter(0n)],
    ['a stream', () => log.readStream('ours-a')],
    ['a page', () => log.readAll(0n, 10)],
  ])(
    'of %s is unavailable in bounded time where the server is frozen',
    async (_, read) => {
      await appended(log, 'ours-a', newEvents(1));
      server.freeze();
      await expect(read()).rejects.toThrow(EventLogUnavailable);
    },
    boundedMsMax,
  );
});

describe('a subscription', () => {
  it.each<[string, () => void]>([
    ['is killed', () => server.kill()],
    ['is stopped', () => server.stop()],
  ])('goes on without a gap or a repeat after the server %s', async (_, goAway) => {
    const events = newEvents(4);
    await appended(log, 'ours-a', events.slice(0, 2));
    const follower = new Follower(log);
    await follower.until((seen) => seen.events.length === 2);
    goAway();
    await waitFor(() => outages.length > 0);
    await server.restart();
    await waitFor(() => log.append('ours-a', events.slice(2), 1));
    await follower.until((seen) => seen.events.length === 4);
    await follower.stop();
    expect(idsOf(follower.events)).toEqual(idsOf(events));
    expect(outages.every((outage) => outage instanceof EventLogUnavailable)).toBe(true);
  });
});

describe('the client', () => {
  it('is one for all logs of a process, and is disposed with the last', async () => {
    const another = openEventStoreDbEventLog({ url: server.url, streamPrefixes });
    const appends = newEvents(50).map((event) => log.append('ours-a', [event], 'any'));
    await another.append('ours-b', newEvents(1), 'any');
    await another.close();
    await expect(Promise.all(appends)).resolves.toHaveLength(50);
    await expect(appended(log, 'ours-a', newEvents(1))).resolves.toMatchObject({ revision: 50 });
    await log.close();
    await waitFor(() => server.openCallCount === 0);
  });

  it('does not begin a second one for another server', () => {
    const url = 'esdb://127.0.0.1:1?tls=false';
    expect(() => openEventStoreDbEventLog({ url, streamPrefixes })).toThrow(/one EventStoreDB/);
  });

  it('lets appends under way end before it is disposed', async () => {
    const appends = newEvents(50).map((event) => log.append('ours-a', [event], 'any'));
    await log.close();
    await expect(Promise.all(appends)).resolves.toHaveLength(50);
  });

  it('is not told to answer refused appends with values', async () => {
    await log.close();
    const url = `${server.url}&throwOnAppendFailure=false`;
    expect(() => openEventStoreDbEventLog({ url, streamPrefixes })).toThrow(/throwOnAppendFailure/);
  });

  it('finds the node by gossip', async () => {
    await log.close();
    log = openEventStoreDbEventLog({ url: server.discoverUrl, streamPrefixes });
    await expect(appended(log, 'ours-a', newEvents(1))).resolves.toMatchObject({ revision: 0 });
    server.kill();
    await expect(log.readStream('ours-a')).rejects.toThrow(EventLogUnavailable);
    await expect(log.append('ours-a', newEvents(1), 'any')).rejects.toThrow(EventLogUnavailable);
  });
});
