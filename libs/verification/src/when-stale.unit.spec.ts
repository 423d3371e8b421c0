import type { DomainEvent } from '@keyledger/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keyCreated, keyRevoked, keyRow } from './spec-ledger.js';
import { type SimulatedSource, type SimulatedTime } from './spec-simulation.js';
import { SimulatedLiveIndex, stalenessMaxMs } from './spec-live-index.js';
import type { LiveIndex } from './live-index.js';

let simulated: SimulatedLiveIndex;
let time: SimulatedTime;
let source: SimulatedSource;
let live: LiveIndex;

beforeEach(() => {
  simulated = new SimulatedLiveIndex();
  ({ time, source, live } = simulated);
});

afterEach(async () => {
  await live.stop();
});

const started = () => simulated.start();
const code = () => simulated.code();

describe('an account that chose to be answered by a stale verifier', () => {
  const chose = (whenStale: 'accept' | 'refuse'): DomainEvent => {
    return { type: 'AccountDescribed', data: { accountId: 'acme', whenStale } };
  };

  async function cutOff(): Promise<void> {
    source.silent = true;
    source.probe = 'fails';
    await time.advance(2 * stalenessMaxMs);
    expect(live.isFresh()).toBe(false);
  }

  it('is, by what was known last', async () => {
    source.append(keyCreated('a'), chose('accept'));
    await started();
    await cutOff();
    expect(code()).toBe('VALID');
  });

  it('is, by a snapshot that says so', async () => {
    const account = { apiAccess: true, profile: 'keyledger', email: null, catalogue: null } as const;
    source.append(keyCreated('a'));
    source.rows = [{ kind: 'account', accountId: 'acme', ...account, whenStale: 'accept' }, keyRow('a')];
    source.snapshotPosition = 1n;
    await started();
    await cutOff();
    expect(code()).toBe('VALID');
  });

  it('is refused where it was known to be', async () => {
    source.append(keyCreated('a'), chose('accept'), keyRevoked('a'));
    await started();
    await cutOff();
    expect(code()).toBe('KEY_REVOKED');
  });

  it('is STALE again where it took the choice back, or another account made it', async () => {
    source.append(keyCreated('a'), chose('accept'), chose('refuse'));
    source.append({ type: 'AccountDescribed', data: { accountId: 'other', whenStale: 'accept' } });
    await started();
    await cutOff();
    expect(code()).toBe('STALE');
  });

  it('is STALE on keys that are not known, which may be new', async () => {
    source.append(keyCreated('b'), chose('accept'));
    await started();
    await cutOff();
    expect(code()).toBe('STALE');
  });

  it('is STALE before anything has been heard', () => {
    source.append(keyCreated('a'), chose('accept'));
    expect(code()).toBe('STALE');
  });
});
