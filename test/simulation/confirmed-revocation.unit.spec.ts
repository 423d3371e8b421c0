import { describe, expect, it } from '@jest/globals';
import { FleetSimulation, type Outcome, type Protocol } from './fleet-simulation.js';

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);

async function runAll(protocol: Protocol): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const seed of seeds.slice(0, 20)) outcomes.push(await new FleetSimulation(seed, protocol).run());
  return outcomes;
}

function sum(outcomes: readonly Outcome[], count: 'confirmations' | 'withoutLease' | 'incomplete'): number {
  return outcomes.reduce((total, outcome) => total + outcome[count], 0);
}

describe('after a complete confirmation no verifier accepts the key', () => {
  it('whatever is delayed, cut off, stopped, killed or started, with clocks that are off by 4 %', async () => {
    const outcomes = await runAll({});
    expect(outcomes.flatMap(({ violations }) => violations)).toEqual([]);
    // Or nothing would have been tried.
    expect(sum(outcomes, 'confirmations')).toBeGreaterThan(outcomes.length);
    expect(sum(outcomes, 'withoutLease')).toBeGreaterThan(0);
    expect(sum(outcomes, 'incomplete')).toBeGreaterThan(0);
  });
});

const mutants: readonly (readonly [string, Protocol])[] = [
  [
    'verifiers answer before they are registered',
    {
      membership: (right) => ({
        join: async (index, signal) => void right.join(index, signal),
        admits: () => true,
        applied: () => right.applied(),
      }),
    },
  ],
  [
    'a lease that has ended counts as an end',
    {
      view: (right) => ({
        present: async () => (await right.present()).filter(({ state }) => state === 'live'),
      }),
    },
  ],
  [
    'verifiers report what the log has, not what they have applied',
    {
      register: (right, log) => ({
        register: (member) => right.register(member),
        renew: (id) => right.renew(id, log.head),
        leave: (id) => right.leave(id),
      }),
    },
  ],
  ['verifiers say goodbye before their last verdict', { leavesBeforeLastVerdict: true }],
  [
    'local verifiers are on no register',
    {
      localMembership: () => ({
        join: async () => undefined,
        admits: () => true,
        applied: () => undefined,
      }),
    },
  ],
];

describe('the checker finds out where', () => {
  it.each(mutants)('%s', async (_what, protocol) => {
    for (const seed of seeds) {
      const { violations } = await new FleetSimulation(seed, protocol).run();
      if (violations.length > 0) return;
    }
    throw new Error('Nothing was found.');
  });
});
