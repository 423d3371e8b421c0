import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SimulatedTime, settle } from '../spec-simulation.js';
import type { CompiledLimit } from './compiled-limit.js';
import { KeyLimiter, type LimitOwner, awayMs, idleShareMs } from './key-limiter.js';
import { SpecOwner, creditLimit, fixedLimit, limitedVerdict, slidingLimit } from './spec-owner.js';

/** A verifier that may be cut off from the owner, or killed with whatever share it holds. */
class SpecVerifier implements LimitOwner {
  isCutOff = false;
  limiter: KeyLimiter;

  constructor(
    private readonly owner: SpecOwner,
    private readonly time: SimulatedTime,
  ) {
    this.limiter = this.started();
  }

  async settle(...[claims]: Parameters<LimitOwner['settle']>) {
    if (this.isCutOff) throw new Error('Cut off.');
    return this.owner.settle(claims);
  }

  /** What it held is lost, and nobody is told. */
  kill(): void {
    this.limiter = this.started();
  }

  private started(): KeyLimiter {
    const { sleep, clock } = this.time;
    return new KeyLimiter({
      ...{ owner: this, sleep, onError: () => undefined },
      monotonicMs: () => clock.monotonicMs(),
    });
  }
}

type Step =
  | { readonly kind: 'ask'; readonly verifier: number; readonly times: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'kill' | 'cut' | 'mend'; readonly verifier: number };

const verifiersMax = 4;
const verifier = fc.nat(verifiersMax - 1);
const asks = fc.record({
  kind: fc.constant('ask' as const),
  verifier,
  times: fc.integer({ min: 1, max: 30 }),
});
const passes = fc.record({
  kind: fc.constant('pass' as const),
  ms: fc.constantFrom(1, 50, 999, 1_500, 6_000, 40_000),
});
const faults = fc.record({
  kind: fc.constantFrom('kill' as const, 'cut' as const, 'mend' as const),
  verifier,
});

const withFaults: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: asks },
    { weight: 3, arbitrary: passes },
    { weight: 1, arbitrary: faults },
  ),
  { maxLength: 40 },
);
const withKills = withFaults.map((steps) => steps.filter(({ kind }) => kind !== 'cut'));

interface Run {
  /** When requests were admitted, by the owner's clock. */
  readonly admittedAtMs: readonly number[];
  readonly everCutOff: ReadonlySet<number>;
}

async function run(steps: readonly Step[], limit: CompiledLimit, verifiers: number): Promise<Run> {
  const time = new SimulatedTime();
  const owner = new SpecOwner(() => time.clock.now());
  owner.verifiers = verifiers;
  const fleet = Array.from({ length: verifiers }, () => new SpecVerifier(owner, time));
  const admittedAtMs: number[] = [];
  const everCutOff = new Set<number>();
  const verdict = limitedVerdict('key_1', limit);
  const other = limitedVerdict('key_0', fixedLimit(1_000));
  for (const { limiter } of fleet) void limiter.conclude(other, () => other); // all have heard of each other
  await settle();
  for (const step of steps) {
    if (step.kind === 'pass') {
      await time.advance(step.ms);
      continue;
    }
    const index = step.verifier % verifiers;
    const one = fleet[index];
    if (one === undefined) continue;
    if (step.kind === 'kill') one.kill();
    else if (step.kind === 'ask') await ask(one, step.times);
    else one.isCutOff = step.kind === 'cut';
    if (step.kind === 'cut') everCutOff.add(index);
  }
  return { admittedAtMs, everCutOff };

  async function ask({ limiter }: SpecVerifier, times: number): Promise<void> {
    for (let asked = 0; asked < times; asked++) {
      const conclusion = limiter.conclude(verdict, () => verdict);
      if (conclusion instanceof Promise) await settle();
      if ((await conclusion).verdict.valid) admittedAtMs.push(time.clock.now());
    }
  }
}

/** The most that were admitted in any one period. */
function mostInAPeriod(admittedAtMs: readonly number[], limit: CompiledLimit): number {
  const windowMs = limit.windowSeconds === null ? Infinity : limit.windowSeconds * 1_000;
  const isWithin = (atMs: number, endMs: number): boolean =>
    limit.slots === 1
      ? Math.floor(atMs / windowMs) === Math.floor(endMs / windowMs)
      : atMs <= endMs && atMs > endMs - windowMs;
  return Math.max(
    0,
    ...admittedAtMs.map((endMs) => admittedAtMs.filter((atMs) => isWithin(atMs, endMs)).length),
  );
}

const windows = [
  ['a fixed window', fixedLimit(40)],
  ['a sliding window', slidingLimit(40)],
  ['a few in a fixed window', fixedLimit(3)],
] as const;
const runs = { numRuns: 60 };

describe('several verifiers', () => {
  it.each(windows)('never admit more than %s allows, whoever is killed', async (_what, limit) => {
    await fc.assert(
      fc.asyncProperty(withKills, fc.integer({ min: 1, max: verifiersMax }), async (steps, verifiers) => {
        const { admittedAtMs } = await run(steps, limit, verifiers);
        expect(mostInAPeriod(admittedAtMs, limit)).toBeLessThanOrEqual(limit.capacity);
      }),
      runs,
    );
  });

  it('never admit more than there are credits, whoever is killed or cut off', async () => {
    const limit = creditLimit(40);
    await fc.assert(
      fc.asyncProperty(withFaults, fc.integer({ min: 1, max: verifiersMax }), async (steps, verifiers) => {
        expect((await run(steps, limit, verifiers)).admittedAtMs.length).toBeLessThanOrEqual(40);
      }),
      runs,
    );
  });

  it.each(windows)('admit an even part more of %s at most for each that is cut off', async (_what, limit) => {
    await fc.assert(
      fc.asyncProperty(
        withFaults.map((steps) => steps.filter(({ kind }) => kind !== 'kill')),
        fc.integer({ min: 1, max: verifiersMax }),
        async (steps, verifiers) => {
          const { admittedAtMs, everCutOff } = await run(steps, limit, verifiers);
          const bound = limit.capacity + everCutOff.size * Math.ceil(limit.capacity / verifiers);
          expect(mostInAPeriod(admittedAtMs, limit)).toBeLessThanOrEqual(bound);
        },
      ),
      runs,
    );
  });

  it('use up what there is, where nobody is killed and each asks on', async () => {
    const limit = fixedLimit(40);
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ kind: fc.constant('ask' as const), verifier, times: fc.integer({ min: 1, max: 9 }) }),
        ),
        fc.integer({ min: 1, max: verifiersMax }),
        async (steps, verifiers) => {
          // Idle shares go back within this time, and all of it within one window.
          const rest: Step = { kind: 'pass', ms: 2 * idleShareMs + awayMs };
          const again: Step[] = [
            { kind: 'ask', verifier: 0, times: 1 },
            { kind: 'pass', ms: 1 },
          ];
          const last: Step = { kind: 'ask', verifier: 0, times: 100 };
          const { admittedAtMs } = await run([...steps, rest, ...again, last], limit, verifiers);
          expect(admittedAtMs).toHaveLength(40);
        },
      ),
      runs,
    );
  });
});
