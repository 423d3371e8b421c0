import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keyCreated, keyRevoked, keyRow } from './spec-ledger.js';
import { type SimulatedSource, type SimulatedTime, settle } from './spec-simulation.js';
import { SimulatedLiveIndex, stalenessMaxMs } from './spec-live-index.js';
import type { LiveIndex } from './live-index.js';

let simulated: SimulatedLiveIndex;
let time: SimulatedTime;
let source: SimulatedSource;
let live: LiveIndex;
let errors: unknown[];

beforeEach(() => {
  simulated = new SimulatedLiveIndex();
  ({ time, source, live, errors } = simulated);
});

afterEach(async () => {
  await live.stop();
});

const started = () => simulated.start();
const code = () => simulated.code();

describe('starting', () => {
  it('answers nothing before it has caught up', () => {
    expect(live.hasCaughtUp).toBe(false);
    expect(code()).toBe('STALE');
    expect(live.stalenessMs()).toBe(Infinity);
  });

  it('loads the rows, folds what came after them and answers', async () => {
    source.append(keyCreated('a'), keyCreated('b'));
    source.rows = [keyRow('a')];
    source.snapshotPosition = 1n;
    await started();
    expect(live.hasCaughtUp).toBe(true);
    expect(simulated.loaded).toEqual([1]);
    expect(live.index.size).toBe(2);
    expect(live.asOf).toBe(2n);
    expect(code()).toBe('VALID');
  });

  it('tries again while the database is away, and says so each time', async () => {
    source.append(keyCreated('a'));
    source.snapshotFailures = 3;
    await started();
    expect(live.hasCaughtUp).toBe(false);
    await time.advance(1_600);
    expect(live.hasCaughtUp).toBe(true);
    expect(code()).toBe('VALID');
    expect(errors).toHaveLength(3);
  });

  it('is not ready on a caught-up batch alone: the log has to be asked', async () => {
    source.probe = 'fails';
    source.append(keyCreated('a'));
    await started();
    expect(live.asOf).toBe(1n);
    expect(live.hasCaughtUp).toBe(false);
    expect(code()).toBe('STALE');
  });
});

describe('a subscription that has gone silent', () => {
  beforeEach(async () => {
    source.append(keyCreated('a'));
    await started();
    source.silent = true;
  });

  it('is believed while probes say that there is nothing more', async () => {
    await time.advance(10 * stalenessMaxMs);
    expect(code()).toBe('VALID');
    expect(live.stalenessMs()).toBeLessThanOrEqual(stalenessMaxMs / 3);
  });

  it('is refused after the bound when a revocation does not arrive, and believed again when it does', async () => {
    source.append(keyRevoked('a'));
    await time.advance(stalenessMaxMs - 100);
    expect(code()).toBe('VALID');
    await time.advance(101);
    expect(code()).toBe('STALE');
    await time.advance(10 * stalenessMaxMs);
    expect(code()).toBe('STALE');
    source.silent = false;
    source.touch();
    await time.advance(stalenessMaxMs / 30);
    expect(code()).toBe('KEY_REVOKED');
  });

  it.each(['fails', 'hangs'] as const)(
    'is refused after the bound when the probe %s, and recovers',
    async (fault) => {
      source.probe = fault;
      await time.advance(stalenessMaxMs + 1);
      expect(code()).toBe('STALE');
      expect(live.hasCaughtUp).toBe(true);
      source.probe = 'answers';
      await time.advance(stalenessMaxMs / 3);
      expect(code()).toBe('VALID');
    },
  );

  it('is told of once for each outage of the probe', async () => {
    for (const probe of ['fails', 'answers', 'fails'] as const) {
      source.probe = probe;
      await time.advance(2 * stalenessMaxMs);
    }
    expect(errors).toHaveLength(2);
  });

  it('does not pile up questions to a log that never answers', async () => {
    source.probe = 'hangs';
    const before = source.probes;
    await time.advance(100 * stalenessMaxMs);
    expect(source.probes - before).toBe(4);
  });
});

describe('a log that is written to all the time', () => {
  it('keeps an index fresh by its batches, where those are read when asked for', async () => {
    source.readsWhenAsked = true;
    source.append(keyCreated('a'));
    await started();
    source.probe = 'fails';
    for (let at = 0; at < 20; at++) {
      source.append(keyCreated(`busy${at}`));
      await time.advance(stalenessMaxMs / 4);
      expect(code()).toBe('VALID');
    }
  });

  it('proves no more than that the batch was asked for after it had been quiet for long', async () => {
    source.readsWhenAsked = true;
    source.append(keyCreated('a'));
    await started();
    source.probe = 'fails';
    await time.advance(2 * stalenessMaxMs);
    source.append(keyCreated('b'));
    await settle();
    expect(code()).toBe('STALE'); // asked for before the silence
    source.append(keyCreated('c'));
    await settle();
    expect(code()).toBe('VALID'); // asked for just now
  });
});

describe('waking up', () => {
  it('refuses after a pause before anything else has run, and answers after the next probe', async () => {
    source.append(keyCreated('a'));
    await started();
    source.append(keyRevoked('a'));
    time.pause(stalenessMaxMs + 1);
    expect(code()).toBe('STALE');
    await time.advance(1);
    expect(code()).toBe('KEY_REVOKED');
  });

  it('refuses after a suspension that the monotonic clock has not seen', async () => {
    source.append(keyCreated('a'));
    await started();
    await time.advance(1_000);
    time.stepWallClock(stalenessMaxMs + 1);
    expect(code()).toBe('STALE');
    await time.advance(1);
    expect(code()).toBe('VALID');
  });

  it('is not made fresh by a wall clock that is set back', async () => {
    source.append(keyCreated('a'));
    await started();
    source.probe = 'fails';
    time.stepWallClock(-3_600_000);
    await time.advance(stalenessMaxMs + 1);
    expect(code()).toBe('STALE');
  });
});

describe('an event that cannot be folded', () => {
  beforeEach(async () => {
    source.append(keyCreated('a'));
    await started();
  });

  it('makes the index refuse at once and for as long as it stands there, and is told each time', async () => {
    source.append(keyRevoked('b'));
    source.subscriptionError = new Error('UnknownEventError');
    await settle();
    source.touch();
    const broken = { ...keyCreated('c'), type: 'KeyTeleported' } as unknown as ReturnType<typeof keyCreated>;
    source.subscriptionError = null;
    source.append(broken);
    await time.advance(500);
    expect(code()).toBe('STALE');
    await time.advance(10 * stalenessMaxMs);
    expect(code()).toBe('STALE');
    expect(live.asOf).toBe(2n);
    expect(errors.length).toBeGreaterThan(10);
    expect(String(errors.at(-1))).toContain('KeyTeleported');
  });

  it('does not outlast a subscription that merely broke', async () => {
    source.subscriptionError = new Error('broken');
    source.touch();
    await settle();
    expect(code()).toBe('STALE');
    source.subscriptionError = null;
    source.append(keyRevoked('a'));
    await time.advance(1_000);
    expect(code()).toBe('KEY_REVOKED');
    expect(errors).toHaveLength(1);
  });
});

describe('whenAt', () => {
  beforeEach(async () => {
    source.append(keyCreated('a'));
    await started();
  });

  it('resolves at once for a position that was reached', async () => {
    expect(await live.whenAt(1n, 0)).toBe(true);
  });

  it('resolves when the position is reached', async () => {
    const reached = live.whenAt(2n, 1_000);
    source.append(keyRevoked('a'));
    expect(await reached).toBe(true);
    expect(code()).toBe('KEY_REVOKED');
  });

  it('gives up after the time allowed', async () => {
    const reached = live.whenAt(2n, 1_000);
    await time.advance(1_000);
    expect(await reached).toBe(false);
  });

  it('gives up when the index is stopped', async () => {
    const reached = live.whenAt(2n, 1_000);
    await live.stop();
    expect(await reached).toBe(false);
  });

  it('is bounded in how many may wait', async () => {
    const waiting = Array.from({ length: 10_000 }, () => live.whenAt(2n, 1_000));
    expect(await live.whenAt(2n, 1_000)).toBe(false);
    source.append(keyRevoked('a'));
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([true]));
  });
});
