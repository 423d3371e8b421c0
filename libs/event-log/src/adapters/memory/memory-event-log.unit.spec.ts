import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { describeEventLog } from '../../contract.js';
import {
  Follower,
  everything,
  followUntilCaughtUp,
  idsOf,
  newEvent,
  newEvents,
} from '../../contract/scenario.js';
import { AppendOutcomeUnknown, EventLogUnavailable } from '../../event-log.js';
import { MemoryEventLog } from './memory-event-log.js';

describeEventLog('MemoryEventLog', async () => {
  const log = new MemoryEventLog();
  return {
    log,
    loseConnections: async () => {
      log.goDown();
      await setImmediate();
      log.comeUp();
    },
    dispose: () => log.close(),
  };
});

describe('MemoryEventLog', () => {
  it('rejects every call while it is down', async () => {
    const log = new MemoryEventLog();
    log.goDown();
    await expect(log.append('a', newEvents(1), 'any')).rejects.toThrow(EventLogUnavailable);
    await expect(log.readStream('a')).rejects.toThrow(EventLogUnavailable);
    await expect(log.hasEventsAfter(0n)).rejects.toThrow(EventLogUnavailable);
    log.comeUp();
    expect(await everything(log)).toEqual([]);
  });

  it('goes on delivering when it is up again', async () => {
    const log = new MemoryEventLog();
    const events = newEvents(2);
    await log.append('a', events, 'no-stream');
    log.goDown();
    const follower = new Follower(log);
    log.comeUp();
    await follower.until(({ batches }) => batches.length === 1);
    await follower.stop();
    expect(idsOf(follower.events)).toEqual(idsOf(events));
  });

  it('can lose the answer to an append that took effect', async () => {
    const log = new MemoryEventLog();
    const events = newEvents(1);
    log.loseAnswers(1);
    await expect(log.append('a', events, 'no-stream')).rejects.toThrow(AppendOutcomeUnknown);
    expect(await log.append('a', events, 'no-stream')).toMatchObject({ outcome: 'appended', revision: 0 });
    expect(await everything(log)).toHaveLength(1);
  });

  it('keeps nothing of a consumer that has stopped iterating', async () => {
    const log = new MemoryEventLog();
    await followUntilCaughtUp(log, 0n);
    expect(log.subscriptionCount).toBe(0);
    const follower = new Follower(log);
    await follower.until(({ batches }) => batches.length === 1);
    expect(log.subscriptionCount).toBe(1);
    await follower.stop();
    expect(log.subscriptionCount).toBe(0);
  });

  it('takes a second use of an id for a bug', async () => {
    const log = new MemoryEventLog();
    const event = newEvent();
    await log.append('a', [event], 'no-stream');
    await expect(log.append('b', [event], 'no-stream')).rejects.toThrow(/in the log already/);
  });
});
