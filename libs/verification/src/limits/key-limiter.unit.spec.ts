import { afterEach, describe, expect, it } from '@jest/globals';
import { SimulatedTime, settle } from '../spec-simulation.js';
import { type Verdict, unknownKeyVerdict } from '../verdict.js';
import type { CompiledLimit } from './compiled-limit.js';
import {
  type Concluded,
  KeyLimiter,
  type LimitOwner,
  awayMs,
  idleShareMs,
  shareWaitMsMax,
} from './key-limiter.js';
import { SpecOwner, creditLimit, fixedLimit, limitedVerdict, slidingLimit } from './spec-owner.js';

const limiters: KeyLimiter[] = [];

function limiterOf(owner: LimitOwner, time: SimulatedTime, errors: unknown[] = []): KeyLimiter {
  const { sleep, clock } = time;
  const onError = (error: unknown): void => void errors.push(error);
  const limiter = new KeyLimiter({ owner, sleep, onError, monotonicMs: () => clock.monotonicMs() });
  limiters.push(limiter);
  return limiter;
}

function world() {
  const time = new SimulatedTime();
  const owner = new SpecOwner(() => time.clock.now());
  const limiter = limiterOf(owner, time);
  const ask = (...limits: readonly CompiledLimit[]): Concluded | Promise<Concluded> => {
    const verdict = limitedVerdict('key_1', ...limits);
    return limiter.conclude(verdict, () => verdict);
  };
  /** So many at once; how many were admitted. */
  const askTimes = async (count: number, ...limits: readonly CompiledLimit[]): Promise<number> => {
    const asked = await Promise.all(Array.from({ length: count }, async () => ask(...limits)));
    return asked.filter(({ verdict }) => verdict.valid).length;
  };
  return { time, owner, limiter, ask, askTimes };
}

afterEach(async () => {
  await Promise.all(limiters.splice(0).map((limiter) => limiter.stop()));
});

describe('one verifier', () => {
  it.each([
    ['a fixed window', fixedLimit(100)],
    ['a sliding window', slidingLimit(100)],
    ['credits', creditLimit(100)],
  ])('admits exactly as many as %s allows, however many ask at once', async (_what, limit) => {
    const { askTimes } = world();
    expect(await askTimes(500, limit)).toBe(100);
    expect(await askTimes(5, limit)).toBe(0);
  });

  it('admits anew in the next window', async () => {
    const { time, askTimes } = world();
    const limit = fixedLimit(10);
    expect(await askTimes(20, limit)).toBe(10);
    await time.advance(60_000);
    expect(await askTimes(20, limit)).toBe(10);
  });

  it('tells what is left, and when there is more', async () => {
    const { ask } = world();
    const limit = fixedLimit(2);
    const [first, second, third] = [await ask(limit), await ask(limit), await ask(limit)];
    const state = { name: 'minute', limit: 2, windowSeconds: 60, resetSeconds: 60 };
    expect(first).toMatchObject({ verdict: { valid: true }, limits: [{ ...state, remaining: 1 }] });
    expect(second).toMatchObject({ verdict: { valid: true }, limits: [{ ...state, remaining: 0 }] });
    expect(third).toMatchObject({
      verdict: { valid: false, code: 'RATE_LIMITED', keyId: 'key_1', accountId: 'acme', scope: null },
      limits: [{ ...state, remaining: 0 }],
    });
  });

  it('says QUOTA_EXCEEDED of credits, and that there will be no more', async () => {
    const { ask, askTimes } = world();
    const limit = creditLimit(3);
    await askTimes(3, limit);
    expect(await ask(limit)).toMatchObject({
      verdict: { code: 'QUOTA_EXCEEDED' },
      limits: [{ remaining: 0, resetSeconds: null, windowSeconds: null }],
    });
  });

  it('takes nothing of one limit where another refuses', async () => {
    const { time, owner, limiter, askTimes } = world();
    const [minute, month] = [fixedLimit(5), creditLimit(100)];
    expect(await askTimes(50, month, minute)).toBe(5);
    await limiter.stop();
    expect(owner.states.get('key_1/month/credits/once')?.taken).toEqual([5]);
    await time.advance(1);
  });

  it('keeps the counts of keys apart', async () => {
    const { limiter, askTimes } = world();
    const limit = fixedLimit(1);
    expect(await askTimes(3, limit)).toBe(1);
    const other = limitedVerdict('key_2', limit);
    expect((await limiter.conclude(other, () => other)).verdict.valid).toBe(true);
  });

  it('answers at once where it has a share, and asks the owner far less often than it is asked', async () => {
    const { owner, ask, askTimes } = world();
    const limit = fixedLimit(100_000);
    await askTimes(10_000, limit);
    expect(ask(limit)).not.toBeInstanceOf(Promise);
    expect(owner.settlements).toBeLessThan(50);
  });

  it('asks for the verdict anew after it had to wait, and passes on what that throws', async () => {
    const { limiter } = world();
    const verdict = limitedVerdict('key_1', fixedLimit(5));
    const revoked: Verdict = unknownKeyVerdict;
    expect(await limiter.conclude(verdict, () => revoked)).toEqual({ verdict: revoked, limits: [] });
    const other = limitedVerdict('key_2', fixedLimit(5));
    const refusal = limiter.conclude(other, () => {
      throw new Error('The caller may not ask any more.');
    });
    await expect(refusal).rejects.toThrow('The caller may not ask any more.');
  });

  it('goes by a count that was changed from the next request on', async () => {
    const { askTimes } = world();
    expect(await askTimes(20, fixedLimit(10))).toBe(10);
    expect(await askTimes(20, fixedLimit(15))).toBe(5);
    expect(await askTimes(20, fixedLimit(5))).toBe(0);
  });
});

describe('shares', () => {
  it('go back when nobody has used them for a while, and counters are forgotten', async () => {
    const { time, owner, limiter, ask } = world();
    await ask(fixedLimit(100));
    expect(owner.states.get('key_1/minute/fixed/60000')?.taken).not.toEqual([1]);
    await time.advance(3 * idleShareMs);
    expect(owner.states.get('key_1/minute/fixed/60000')?.taken).toEqual([1]);
    await time.advance(20_000);
    expect(limiter.size).toBe(0);
  });

  it('go back when the verifier stops, so that credits survive it to the last', async () => {
    const { time, owner, limiter, askTimes } = world();
    const limit = creditLimit(100);
    expect(await askTimes(30, limit)).toBe(30);
    await limiter.stop();
    const successor = limiterOf(owner, time);
    const verdict = limitedVerdict('key_1', limit);
    const asked = await Promise.all(
      Array.from({ length: 100 }, async () => successor.conclude(verdict, () => verdict)),
    );
    expect(asked.filter((each) => each.verdict.valid)).toHaveLength(70);
  });

  it('come to whoever asks once others have given them back', async () => {
    const { time, owner, askTimes } = world();
    owner.verifiers = 2;
    const limit = fixedLimit(8);
    const other = limiterOf(owner, time);
    const verdict = limitedVerdict('key_1', limit);
    await other.conclude(verdict, () => verdict);
    const before = await askTimes(20, limit);
    expect(before).toBeLessThan(7);
    await time.advance(4 * idleShareMs);
    await askTimes(1, limit); // notices that there is more
    await settle();
    expect(before + (await askTimes(20, limit))).toBeGreaterThanOrEqual(6);
  });
});

describe('while the owner is away', () => {
  class Absent implements LimitOwner {
    away = false;
    constructor(private readonly owner: SpecOwner) {}
    async settle(...[claims]: Parameters<SpecOwner['settle']>) {
      if (this.away) throw new Error('The database is away.');
      return this.owner.settle(claims);
    }
  }

  async function cutOff(verifiers: number, limit: CompiledLimit) {
    const time = new SimulatedTime();
    const spec = new SpecOwner(() => time.clock.now());
    spec.verifiers = verifiers;
    const owner = new Absent(spec);
    const errors: unknown[] = [];
    const limiter = limiterOf(owner, time, errors);
    const known = limitedVerdict('key_0', fixedLimit(10));
    await limiter.conclude(known, () => known); // has heard how many verifiers there are
    owner.away = true;
    const verdict = limitedVerdict('key_1', limit);
    const askTimes = async (count: number): Promise<number> => {
      const asked = await Promise.all(
        Array.from({ length: count }, async () => limiter.conclude(verdict, () => verdict)),
      );
      return asked.filter((each) => each.verdict.valid).length;
    };
    return { time, spec, owner, limiter, errors, askTimes };
  }

  it('admits an even part in each window, at once after the first failure, and says so once', async () => {
    const { time, limiter, errors, askTimes } = await cutOff(4, fixedLimit(100));
    expect(await askTimes(200)).toBe(25);
    expect(limiter.isCutOff).toBe(true);
    await time.advance(60_000);
    expect(await askTimes(200)).toBe(25);
    expect(errors).toEqual([new Error('The database is away.')]);
  });

  it('admits no credits but those that it holds already', async () => {
    const { askTimes } = await cutOff(1, creditLimit(100));
    expect(await askTimes(10)).toBe(0);
  });

  it('tells the owner afterwards what it admitted', async () => {
    const { time, spec, owner, limiter, askTimes } = await cutOff(2, fixedLimit(100));
    expect(await askTimes(80)).toBe(50);
    owner.away = false;
    await time.advance(2 * Math.max(awayMs, idleShareMs));
    await settle();
    expect(limiter.isCutOff).toBe(false);
    expect(spec.states.get('key_1/minute/fixed/60000')?.taken).toEqual([50]);
  });

  it('lets nobody wait for ever for an owner that does not answer', async () => {
    const time = new SimulatedTime();
    const limiter = limiterOf({ settle: () => new Promise(() => undefined) }, time);
    const verdict = limitedVerdict('key_1', fixedLimit(10));
    const asked = limiter.conclude(verdict, () => verdict);
    await time.advance(shareWaitMsMax);
    expect((await asked).verdict.code).toBe('RATE_LIMITED');
    limiters.length = 0; // it would wait for the answer
  });
});
