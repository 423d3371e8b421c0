import { mintKey } from '@keyledger/domain';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Moment } from './freshness.js';
import { LiveIndex } from './live-index.js';
import type { MemberIndex } from './membership.js';
import { digestOfName, keyCreated, keyRevoked } from './spec-ledger.js';
import { SimulatedSource, SimulatedTime, settle } from './spec-simulation.js';

const stalenessMaxMs = 6_000;
const value = mintKey({ mode: 'live', randomBytes: (count) => new Uint8Array(count).fill(3) });

let time: SimulatedTime;
let source: SimulatedSource;
let live: LiveIndex;
let joined: MemberIndex | null;
let register: () => void;
let admitted: (sent: Moment) => boolean;
let reports: bigint[];

beforeEach(() => {
  time = new SimulatedTime();
  source = new SimulatedSource();
  source.append(keyCreated('a'));
  joined = null;
  admitted = () => true;
  reports = [];
  live = new LiveIndex({
    ...{ source, stalenessMaxMs, clock: time.clock, sleep: time.sleep },
    backoffMs: () => 500,
    digestOf: () => digestOfName('a').key,
    onError: () => undefined,
    membership: {
      join: (index) => {
        joined = index;
        return new Promise((resolve) => (register = resolve));
      },
      admits: (sent) => admitted(sent),
      applied: () => reports.push(live.asOf),
    },
  });
  live.start();
});

afterEach(async () => {
  register();
  await live.stop();
});

function code(): string {
  return live.checkKey({ key: value, user: null, operation: null, clientAddress: null, accountId: null })
    .code;
}

describe('an index that has not been registered', () => {
  it('asks the log nothing, and answers nothing', async () => {
    await time.advance(stalenessMaxMs);
    expect(joined).toBe(live);
    expect([source.probes, live.hasCaughtUp, code()]).toEqual([0, false, 'STALE']);
    register();
    await time.advance(1);
    expect([live.hasCaughtUp, code()]).toEqual([true, 'VALID']);
  });
});

describe('an index that has been registered', () => {
  beforeEach(async () => {
    await settle();
    register();
    await time.advance(1);
  });

  it('tells of everything that it has applied, once it has', async () => {
    source.append(keyRevoked('a'));
    await settle();
    expect(reports.at(-1)).toBe(2n);
    expect(code()).toBe('KEY_REVOKED');
  });

  it('believes nothing that was proved before it was told not to, until the log has been asked again', async () => {
    source.probe = 'hangs';
    expect(code()).toBe('VALID');
    live.distrust();
    expect(code()).toBe('STALE');
    expect(live.stalenessMs()).toBeLessThan(stalenessMaxMs);
    source.probe = 'answers';
    await time.advance(stalenessMaxMs);
    expect(code()).toBe('VALID');
  });

  it('lets no answer to a question prove anything that was sent while it was not admitted', async () => {
    admitted = () => false;
    await time.advance(stalenessMaxMs + 1);
    expect([live.hasCaughtUp, code()]).toEqual([true, 'STALE']);
    admitted = () => true;
    await time.advance(stalenessMaxMs / 3);
    expect(code()).toBe('VALID');
  });
});
