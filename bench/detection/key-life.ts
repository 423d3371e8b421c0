import type { RequestEvent } from '@keyledger/contracts';
import type { KeyContext } from '@keyledger/usage';
import { type Draw, type Happening, hourMs } from './draw.js';
import type { Habit } from './habits.js';
import type { Incident } from './incident.js';
import type { Random } from './random.js';

export interface KeyLife {
  readonly keyId: string;
  readonly accountId: string;
  readonly habit: Habit;
  /** Hours in which it is used. */
  readonly from: number;
  readonly to: number;
  /** Until when it is watched: ended keys are used, too. */
  readonly watchedTo: number;
  readonly happenings: readonly Happening[];
  readonly incident: Incident | null;
  /** What is known of it at an instant, given how many requests were accepted in the current quota period. */
  readonly contextAt: (atMs: number, acceptedInPeriod: number) => KeyContext;
  readonly random: Random;
}

/** As late as a busy network and a spool make it; the detector promises to cope with this. */
const latenessMsMax = 10 * 60_000;

/** The requests of an hour in the order in which they arrive. */
export function requestsOf(life: KeyLife, hour: number): readonly RequestEvent[] {
  const { random, habit } = life;
  let factor = hour >= life.from && hour < life.to ? 1 : 0;
  let home = habit.home;
  const draws: Draw[] = [];
  for (const happening of life.happenings) {
    if (happening.home !== undefined && hour >= happening.from) home = happening.home;
    if (hour < happening.from || hour >= happening.to) continue;
    factor *= happening.factor ?? 1;
    draws.push(...(happening.extra?.(random, hour) ?? []));
  }
  const ordinary = random.poisson(habit.requestsIn(hour, random) * factor);
  for (let index = 0; index < ordinary; index++)
    draws.push({ ...habit.draw(random, home, hour), code: 'VALID' });
  return inOrderOfArrival(draws, life, hour);
}

function inOrderOfArrival(draws: readonly Draw[], life: KeyLife, hour: number): readonly RequestEvent[] {
  const { random } = life;
  const timed = draws.map((draw) => {
    const atMs = hour * hourMs + Math.floor(random.next() * (draw.spanMs ?? hourMs));
    return { draw, atMs, arrivesAtMs: atMs + random.next() * (random.chance(0.1) ? latenessMsMax : 2_000) };
  });
  timed.sort((a, b) => a.arrivesAtMs - b.arrivesAtMs);
  return timed.map(({ draw, atMs }, sequence) => toEvent(draw, life, atMs, sequence));
}

function toEvent(draw: Draw, { keyId, accountId }: KeyLife, atMs: number, sequence: number): RequestEvent {
  const event = {
    ...{ keyId, accountId, operation: draw.operation, code: draw.code },
    ...{ clientAddress: draw.address, userAgent: draw.agent, verifier: 'generated' },
    ...{ time: new Date(atMs).toISOString(), producer: 'generated', sequence },
  };
  return event as RequestEvent; // codes of limits are drawn whether or not this release has them
}
