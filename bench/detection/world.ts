import type { KeyContext } from '@keyledger/usage';
import { dayHours, type Happening, hourMs } from './draw.js';
import { type Habit, habitKindOf, newHabit } from './habits.js';
import { strengths } from './incident.js';
import {
  type Staged,
  quotaPatch,
  quotaPeriodHours,
  requestsPerPeriod,
  rotationPatch,
  stagedRules,
  stages,
} from './incidents.js';
import type { KeyLife } from './key-life.js';
import { withNeighbours } from './neighbours.js';
import { ordinaryHappenings } from './ordinary-life.js';
import { Random } from './random.js';

export interface WorldSize {
  readonly seed: number;
  readonly days: number;
  /** Keys that nothing befalls; those that something does come on top. */
  readonly ordinaryKeys: number;
  readonly incidentsPerRuleAndStrength: number;
}

/** A Monday. */
const begins = Math.floor(Date.UTC(2029, 0, 1) / hourMs);

/** All keys of the world, with what will happen to them. The same for the same size. */
export function worldOf(size: WorldSize): readonly KeyLife[] {
  const lives: KeyLife[] = [];
  for (let index = 0; index < size.ordinaryKeys; index++) lives.push(ordinaryKey(size, lives.length));
  for (const rule of stagedRules) {
    for (const strength of strengths) {
      for (let index = 0; index < size.incidentsPerRuleAndStrength; index++) {
        lives.push(
          befallenKey(
            size,
            lives.length,
            (victim) => stages[rule].stage(victim, strength, middle(victim)),
            stages[rule].habits,
          ),
        );
      }
    }
  }
  return withNeighbours(lives, size.seed);
}

interface Born {
  readonly habit: Habit;
  readonly from: number;
  readonly to: number;
  readonly random: Random;
}

function randomOf({ seed }: WorldSize, index: number): Random {
  return new Random(seed * 1_000_003 + index * 7_919);
}

/** Three of ten keys are made in the course of things rather than before. */
function ordinaryKey(size: WorldSize, index: number): KeyLife {
  const random = randomOf(size, index);
  const habit = newHabit(habitKindOf(random), random);
  const from = begins + (random.chance(0.3) ? random.whole(1, size.days / 2) * dayHours : 0);
  const born = { habit, from, to: begins + size.days * dayHours, random };
  const happenings = ordinaryHappenings(habit, born.from, born.to, random);
  return lifeOf(index, born, happenings, uneventful(born));
}

/** What is done to keys as it should be. */
function uneventful(born: Born): Omit<Staged, 'incident'> {
  const { habit, from, to, random } = born;
  const at = from + Math.floor((0.4 + 0.4 * random.next()) * (to - from));
  const kind = random.next();
  if (kind < 0.08) return drained(at, at + 7 * dayHours);
  if (kind < 0.13) return retired(habit, at);
  if (kind < 0.17) return letExpire(at);
  if (kind < 0.2) return renewed(at);
  const isPlannable = habit.kind === 'service' || habit.kind === 'office';
  if (kind < 0.3 && isPlannable) {
    const limit = 1.5 * requestsPerPeriod(habit, from + quotaPeriodHours, random);
    return { happenings: [], patch: quotaPatch(from, limit) };
  }
  return { happenings: [] };
}

/** The successor takes over step by step, and is done after four of seven days. */
function drained(at: number, ends: number): Omit<Staged, 'incident'> {
  const steps = [0.8, 0.5, 0.2, 0.05].map((factor, day) => ({
    ...{ from: at + day * dayHours, to: at + (day + 1) * dayHours, factor },
  }));
  return { happenings: steps, to: at + 4 * dayHours, patch: rotationPatch(at, ends) };
}

const stragglersMs = 10 * 60_000;

/** Revoked as planned; a few requests were under way. */
function retired(habit: Habit, at: number): Omit<Staged, 'incident'> {
  const extra: Happening['extra'] = (random, hour) =>
    Array.from({ length: random.whole(0, 5) }, () => ({
      ...habit.draw(random, habit.home, hour),
      ...{ code: 'KEY_REVOKED', spanMs: stragglersMs },
    }));
  const ended = { how: 'revoked', atMs: at * hourMs, reason: 'superseded' } as const;
  return {
    happenings: [{ from: at, to: at + 1, extra }],
    to: at,
    patch: (atMs) => (atMs < at * hourMs ? {} : { ended }),
  };
}

/** Out of use well before its time. */
function letExpire(at: number): Omit<Staged, 'incident'> {
  const atMs = at * hourMs;
  return {
    happenings: [],
    to: at - 12 * dayHours,
    patch: (now) => ({
      expiresAtMs: atMs,
      ended: now < atMs ? null : { how: 'expired', atMs, reason: null },
    }),
  };
}

/** Given a new expiry eight days before the old one. */
function renewed(at: number): Omit<Staged, 'incident'> {
  const renewedAtMs = (at - 8 * dayHours) * hourMs;
  const later = (at + 365 * dayHours) * hourMs;
  return { happenings: [], patch: (now) => ({ expiresAtMs: now < renewedAtMs ? at * hourMs : later }) };
}

/** Old enough for its ways to be known, and time enough left. */
function middle({ from, to, random }: Born): number {
  return random.whole(from + 35 * dayHours, to - 14 * dayHours);
}

function befallenKey(
  size: WorldSize,
  index: number,
  stage: (victim: Born) => Staged,
  habits: readonly Habit['kind'][],
): KeyLife {
  const random = randomOf(size, index);
  const habit = newHabit(random.pick(habits), random);
  const born = { habit, from: begins, to: begins + size.days * dayHours, random };
  const staged = stage(born);
  const needsSteadyUse = staged.incident.rule === 'quota-nearly-spent';
  const ordinary = needsSteadyUse ? [] : ordinaryHappenings(habit, born.from, born.to, random);
  return lifeOf(index, born, ordinary, staged);
}

function lifeOf(
  index: number,
  { habit, from, to, random }: Born,
  ordinary: readonly Happening[],
  staged: Omit<Staged, 'incident'> & { readonly incident?: Staged['incident'] },
): KeyLife {
  const keyId = `key_${index}`;
  const accountId = `account-${index % 20}`;
  const plain: KeyContext = {
    ...{ keyId, accountId, createdAtMs: from * hourMs, ended: null, expiresAtMs: null },
    ...{ allowedNetworks: [], accountNetworks: new Set<string>(), rotation: null, quotas: [] },
  };
  return {
    ...{ keyId, accountId, habit, random, from, to: staged.to ?? to },
    happenings: [...ordinary, ...staged.happenings],
    watchedTo: to,
    incident: staged.incident ?? null,
    contextAt: (atMs, accepted) => ({ ...plain, ...staged.patch?.(atMs, accepted) }),
  };
}
