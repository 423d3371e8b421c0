import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStoreDbStandIn, startEventStoreDbStandIn, waitFor } from '@keyledger/testing';
import {
  Follower,
  appended,
  everything,
  followUntilCaughtUp,
  idsOf,
  newEvent,
  newEvents,
} from '../../contract/scenario.js';
import { CheckpointAheadOfLog, type EventLog } from '../../event-log.js';
import { openEventStoreDbEventLog } from './eventstoredb-event-log.js';
import { checkpointInterval } from './feed.js';

const streamPrefixes = ['ours-', 'also-ours-'];
const searchWindow = 32;

let server: EventStoreDbStandIn;
let log: EventLog;
let others: EventLog;
let outages: unknown[];
let drops: number;

beforeEach(async () => {
  server = await startEventStoreDbStandIn();
  outages = [];
  drops = 0;
  log = openEventStoreDbEventLog({
    url: server.url,
    streamPrefixes,
    onError: (error) => outages.push(error),
    onDropped: () => drops++,
  });
  others = openEventStoreDbEventLog({ url: server.url, streamPrefixes: ['theirs-'] });
});

afterEach(async () => {
  await log.close();
  await others.close();
  await server.close();
});

async function live(after?: bigint): Promise<Follower> {
  const follower = new Follower(log, after);
  await follower.until(({ batches }) => batches.some(({ caughtUp }) => caughtUp));
  return follower;
}

describe('a subscription that the server drops for being slow', () => {
  it('is resumed at once, without a gap or a repeat, and is no outage', async () => {
    const follower = await live();
    const events = newEvents(800);
    await log.append('ours-a', events, 'no-stream');
    await follower.until((seen) => seen.events.length === 800);
    await follower.stop();
    expect(idsOf(follower.events)).toEqual(idsOf(events));
    expect(drops).toBeGreaterThan(0);
    expect(outages).toEqual([]);
  });

  it('keeps to that however often it happens', async () => {
    const follower = await live();
    const written: string[] = [];
    for (let round = 0; round < 5; round++) {
      const events = newEvents(600);
      await appended(log, 'ours-a', events);
      written.push(...idsOf(events));
    }
    await follower.until((seen) => seen.events.length === written.length);
    await follower.stop();
    expect(idsOf(follower.events)).toEqual(written);
    expect(outages).toEqual([]);
  });
});

describe('what is not ours', () => {
  it('is neither delivered nor read, nor does the freshness probe take it for news', async () => {
    await appended(others, 'theirs-a', newEvents(3));
    const { position } = await appended(log, 'ours-a', newEvents(1));
    const [also] = newEvents(1);
    await appended(others, 'theirs-a', newEvents(40));
    expect(await log.hasEventsAfter(position)).toBe(false);
    await appended(log, 'also-ours-b', also ? [also] : []);
    expect(await log.hasEventsAfter(position)).toBe(true);
    const read = await everything(log);
    expect(read.map(({ stream }) => stream)).toEqual(['ours-a', 'also-ours-b']);
    const batches = await followUntilCaughtUp(log, 0n);
    expect(batches.flatMap(({ events }) => events)).toEqual(read);
  });

  it('is passed by whoever catches up', async () => {
    const { position } = await appended(log, 'ours-a', newEvents(1));
    const theirs = await appended(others, 'theirs-a', newEvents(200));
    const batches = await followUntilCaughtUp(log, position);
    expect(batches).toEqual([{ events: [], position: theirs.position, caughtUp: true }]);
  });

  it('moves the checkpoint of whoever is live', async () => {
    const follower = await live();
    const before = follower.batches.at(-1)?.position ?? 0n;
    const count = checkpointInterval * searchWindow;
    for (let round = 0; round < 12; round++) await appended(others, 'theirs-a', newEvents(count / 8));
    await follower.until(({ batches }) => (batches.at(-1)?.position ?? 0n) > before);
    await follower.stop();
    expect(follower.events).toEqual([]);
  });

  it('lies between, and yet every checkpoint resumes with exactly what comes after it', async () => {
    for (let round = 0; round < 30; round++) {
      await appended(others, 'theirs-a', newEvents(100));
      await appended(log, 'ours-a', newEvents(2));
    }
    const all = await everything(log);
    const batches = await followUntilCaughtUp(log, 0n, 7);
    expect(batches.flatMap(({ events }) => events)).toEqual(all);
    for (const { position } of batches) {
      const rest = (await followUntilCaughtUp(log, position)).flatMap(({ events }) => events);
      expect(rest).toEqual(all.filter((event) => event.position > position));
    }
  });
});

describe('a checkpoint of another log', () => {
  it('is refused where it is beyond the end, which the server would wait for in silence', async () => {
    const { position } = await appended(log, 'ours-a', newEvents(3));
    await expect(followUntilCaughtUp(log, position + 1_000_000n)).rejects.toThrow(CheckpointAheadOfLog);
  });

  it('is refused where no event is at that position', async () => {
    const { position } = await appended(log, 'ours-a', newEvents(3));
    await expect(followUntilCaughtUp(log, position - 1n)).rejects.toThrow(CheckpointAheadOfLog);
  });

  it('is refused when the server comes back without what it had', async () => {
    await appended(log, 'ours-a', newEvents(3));
    const follower = await live();
    server.kill();
    server.wipe();
    await server.restart();
    await expect(follower.untilEnded()).rejects.toThrow(CheckpointAheadOfLog);
  });
});

describe('a subscription', () => {
  it('may be ahead of the answer to an append, and has the same place', async () => {
    const follower = await live();
    const answers = await Promise.all(newEvents(50).map((event) => appended(log, 'ours-a', [event])));
    await follower.until(({ events }) => events.length === 50);
    await follower.stop();
    const places = new Set(follower.events.map(({ position }) => position));
    expect(new Set(answers.map(({ position }) => position))).toEqual(places);
  });

  it('leaves nothing with the server when its consumer stops', async () => {
    const followers = [await live(), await live(), await live()];
    const [first] = followers;
    expect(server.openCallCount).toBe(3);
    for (const follower of followers) await follower.stop();
    await waitFor(() => server.openCallCount === 0);
    expect(first?.batches.length).toBeGreaterThan(0);
  });

  it('ends where something else than our events has our prefix', async () => {
    const foreign = EventStoreDBClient.connectionString(server.url);
    const { id } = newEvent();
    await foreign.appendToStream('ours-a', jsonEvent({ id, type: 'Text', data: 'no object' as never }));
    await expect(followUntilCaughtUp(log, 0n)).rejects.toThrow(/something else than JSON objects/);
    await foreign.dispose();
  });
});
