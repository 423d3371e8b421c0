import type { KeyContext, RuleId } from '@keyledger/usage';
import { dayHours, type Draw, type Happening, hourMs } from './draw.js';
import type { Habit, HabitKind } from './habits.js';
import type { Incident, Strength } from './incident.js';
import type { Random } from './random.js';

/** What an incident is put into. */
export interface Victim {
  readonly habit: Habit;
  readonly from: number;
  readonly to: number;
  readonly random: Random;
}

/** What it makes of the key. */
export interface Staged {
  readonly incident: Incident;
  readonly happenings: readonly Happening[];
  /** When ordinary use ends. */
  readonly to?: number;
  readonly patch?: (atMs: number, acceptedInPeriod: number) => Partial<KeyContext>;
}

interface Stage {
  /** Keys that it can happen to: where nothing is usual, nothing is unusual. */
  readonly habits: readonly HabitKind[];
  readonly stage: (victim: Victim, strength: Strength, at: number) => Staged;
}

export const stagedRules = [
  'new-network',
  'burst',
  'ended-key-used',
  'scope-probing',
  'dormant-awake',
  'many-networks',
  'rotation-not-draining',
  'expiry-near',
  'quota-nearly-spent',
] as const satisfies readonly RuleId[];

const regular: readonly HabitKind[] = ['service', 'office', 'batch'];

function byStrength<T>(strength: Strength, weak: T, middling: T, strong: T): T {
  return { weak, middling, strong }[strength];
}

/** Requests of somebody else, so many in all, over some hours. */
function spread(
  from: number,
  hours: number,
  requests: number,
  draw: (random: Random, hour: number) => Draw,
): Happening {
  const extra = (random: Random, hour: number): readonly Draw[] => {
    const share = Math.floor(requests / hours) + (hour - from < requests % hours ? 1 : 0);
    return Array.from({ length: share }, () => draw(random, hour));
  };
  return { from, to: from + hours, extra };
}

function incidentOf(
  rule: RuleId,
  strength: Strength,
  [from, to]: readonly [number, number],
  ...others: readonly RuleId[]
): Incident {
  return { rule, strength, from, to, shows: [rule, ...others] };
}

/** Few with a tool; many by somebody who calls himself what the owner's client is called; many with a tool. */
function fromElsewhere({ habit, random }: Victim, strength: Strength, at: number): Staged {
  const hours = byStrength(strength, 1, 6, 3);
  const requests = byStrength(strength, 3, 30, 200);
  const agent = strength === 'middling' ? habit.agent : 'curl/8.7.1';
  const address = random.address();
  const draw = (drawing: Random): Draw => ({
    ...{ address, agent, operation: drawing.pick(habit.operations), code: 'VALID' },
  });
  const incident = incidentOf('new-network', strength, [at, at + hours], 'burst');
  return { incident, happenings: [spread(at, hours, requests, draw)] };
}

/** From where the key is always used: 8, 15, 40 times what the hour brings at most; by night as by day. */
function fromHome({ habit, random }: Victim, strength: Strength, at: number): Staged {
  const hours = random.whole(1, 3);
  const usual = Math.max(...[-1, 0, 1].map((offset) => habit.requestsIn(at + offset, random)));
  const times = byStrength(strength, 8, 15, 40);
  const requests = Math.ceil(Math.max(20, usual) * times) * hours;
  const draw = (drawing: Random, hour: number): Draw => ({
    ...habit.draw(drawing, habit.home, hour),
    code: 'VALID',
  });
  const incident = incidentOf('burst', strength, [at, at + hours], 'new-network');
  return { incident, happenings: [spread(at, hours, requests, draw)] };
}

function afterTheEnd({ habit, random }: Victim, strength: Strength, at: number): Staged {
  const [how, code] = random.pick([
    ['revoked', 'KEY_REVOKED'],
    ['expired', 'KEY_EXPIRED'],
    ['rotated', 'KEY_ROTATED'],
  ] as const);
  const usedAgain = at + dayHours * random.whole(1, 6);
  const requests = byStrength(strength, 1, 20, 500);
  const draw = (drawing: Random, hour: number): Draw => ({ ...habit.draw(drawing, habit.home, hour), code });
  return {
    incident: incidentOf('ended-key-used', strength, [usedAgain, usedAgain + 6], 'burst'),
    happenings: [spread(usedAgain, 6, requests, draw)],
    to: at,
    patch: (atMs) => (atMs < at * hourMs ? {} : { ended: { how, atMs: at * hourMs, reason: null } }),
  };
}

/** Twelve operations over twelve hours, seven in one, twenty-five in one. */
function probing({ habit }: Victim, strength: Strength, at: number): Staged {
  const different = byStrength(strength, 12, 7, 25);
  const hours = byStrength(strength, 12, 1, 1);
  let next = 0;
  const draw = (drawing: Random, hour: number): Draw => ({
    ...habit.draw(drawing, habit.home, hour),
    ...{ operation: `admin:Operation${next++ % different}`, code: 'INSUFFICIENT_SCOPE' },
  });
  const incident = incidentOf('scope-probing', strength, [at, at + hours], 'new-network');
  return { incident, happenings: [spread(at, hours, different, draw)] };
}

/** Nobody has used the key for 45 days or more. */
function awake({ habit, from, to, random }: Victim, strength: Strength): Staged {
  const slept = from + 10 * dayHours;
  const at = slept + dayHours * random.whole(46, Math.floor((to - slept) / dayHours) - 3);
  const requests = byStrength(strength, 1, 20, 300);
  const address = random.pick([random.address(), random.pick(habit.home)]);
  const draw = (drawing: Random, hour: number): Draw => ({
    ...habit.draw(drawing, [address], hour),
    code: 'VALID',
  });
  return {
    incident: incidentOf('dormant-awake', strength, [at, at + 6], 'new-network', 'burst'),
    happenings: [spread(at, 6, requests, draw)],
    to: slept,
  };
}

/** A key that was passed round: so many places within an hour. */
function everywhere({ habit, random }: Victim, strength: Strength, at: number): Staged {
  const places = byStrength(strength, 14, 25, 60);
  const addresses = Array.from({ length: places }, () => random.address());
  let next = 0;
  const draw = (drawing: Random, hour: number): Draw => ({
    ...habit.draw(drawing, [addresses[next++ % places] ?? ''], hour),
    code: 'VALID',
  });
  const incident = incidentOf('many-networks', strength, [at, at + 1], 'new-network', 'burst');
  return { incident, happenings: [spread(at, 1, 2 * places, draw)] };
}

/** The old key goes on, with a twentieth, a third, or all of its traffic, until the overlap is over. */
function notDraining(_: Victim, strength: Strength, at: number): Staged {
  const ends = at + 7 * dayHours;
  const factor = byStrength(strength, 0.05, 0.33, 1);
  return {
    incident: incidentOf('rotation-not-draining', strength, [ends - 42, ends]),
    happenings: [{ from: at, to: ends, factor }],
    to: ends,
    patch: rotationPatch(at, ends),
  };
}

export function rotationPatch(at: number, ends: number): (atMs: number) => Partial<KeyContext> {
  const rotation = {
    successorId: 'key_successor',
    startedAtMs: at * hourMs,
    overlapEndsAtMs: ends * hourMs,
    successorLastUsedAtMs: (at + 1) * hourMs,
  };
  return (atMs) => {
    if (atMs < at * hourMs) return {};
    if (atMs < ends * hourMs) return { rotation };
    return { rotation, ended: { how: 'rotated', atMs: ends * hourMs, reason: null } };
  };
}

/** In use until the last minute, with a tenth, a half, or all of its traffic. */
function expiring(_: Victim, strength: Strength, at: number): Staged {
  const expires = at + 7 * dayHours;
  const factor = byStrength(strength, 0.1, 0.5, 1);
  return {
    incident: incidentOf('expiry-near', strength, [at, expires]),
    happenings: [{ from: at, to: expires, factor }],
    to: expires,
    patch: (atMs) => ({
      expiresAtMs: expires * hourMs,
      ended: atMs < expires * hourMs ? null : { how: 'expired', atMs: expires * hourMs, reason: null },
    }),
  };
}

export const quotaPeriodHours = 28 * dayHours;

/** The quota is spent after 80, 60, 30 percent of the period. */
function spending({ habit, from, random }: Victim, strength: Strength): Staged {
  const begins = from + quotaPeriodHours;
  const limit = byStrength(strength, 0.8, 0.6, 0.3) * requestsPerPeriod(habit, begins, random);
  return {
    incident: incidentOf('quota-nearly-spent', strength, [from, begins + 3 * quotaPeriodHours]),
    happenings: [],
    patch: quotaPatch(from, limit),
  };
}

export function requestsPerPeriod(habit: Habit, begins: number, random: Random): number {
  let requests = 0;
  for (let hour = begins; hour < begins + quotaPeriodHours; hour++)
    requests += habit.requestsIn(hour, random);
  return requests;
}

export function quotaPatch(
  from: number,
  limit: number,
): (atMs: number, acceptedInPeriod: number) => Partial<KeyContext> {
  return (atMs, used) => {
    const period = Math.floor((atMs / hourMs - from) / quotaPeriodHours);
    const periodStartedAtMs = (from + period * quotaPeriodHours) * hourMs;
    const periodEndsAtMs = periodStartedAtMs + quotaPeriodHours * hourMs;
    return { quotas: [{ name: 'month', limit: Math.ceil(limit), used, periodStartedAtMs, periodEndsAtMs }] };
  };
}

export const stages: Readonly<Record<(typeof stagedRules)[number], Stage>> = {
  'new-network': { habits: [...regular, 'sparse'], stage: fromElsewhere },
  burst: { habits: [...regular, 'sparse', 'person', 'app'], stage: fromHome },
  'ended-key-used': { habits: [...regular, 'sparse', 'person', 'app', 'rare'], stage: afterTheEnd },
  'scope-probing': { habits: [...regular, 'sparse', 'person', 'app'], stage: probing },
  'dormant-awake': { habits: [...regular, 'sparse', 'person'], stage: awake },
  'many-networks': { habits: [...regular, 'sparse', 'person'], stage: everywhere },
  'rotation-not-draining': { habits: ['service', 'office', 'app'], stage: notDraining },
  'expiry-near': { habits: [...regular, 'app'], stage: expiring },
  'quota-nearly-spent': { habits: ['service', 'office', 'app'], stage: spending },
};
