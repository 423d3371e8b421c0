import { type Draw, type Happening, dayHours } from './draw.js';
import type { Habit } from './habits.js';
import type { Random } from './random.js';

/**
 * What happens to keys and is nobody's fault. Rates per day of a key; each is what a team that looks after some dozen
 * services would call usual. Those that look like an attack (another region, a look from a laptop) are as rare as they
 * are said to be here, and count as false alerts.
 */
const perDay = {
  moveNearby: 1 / 60,
  moveAway: 1 / 90,
  retries: 1 / 40,
  release: 1 / 30,
  secondRegion: 1 / 10_000,
  lookFromLaptop: 1 / 10_000,
} as const;

/** Everybody rests in these days, counted from the start. */
const holidayDays = [38, 39, 66];

export function ordinaryHappenings(
  habit: Habit,
  from: number,
  to: number,
  random: Random,
): readonly Happening[] {
  const happenings: Happening[] = holidayDays.map((day) => {
    const start = from + day * dayHours;
    return { from: start, to: start + dayHours, factor: 0.2 };
  });
  happenings.push(...growth(from, to, random));
  let home = habit.home;
  for (let day = from; day < to; day += dayHours) {
    const hour = day + random.whole(0, dayHours - 1);
    if (random.chance(perDay.moveNearby)) home = addMove(happenings, hour, home, true, random);
    if (random.chance(perDay.moveAway)) home = addMove(happenings, hour, home, false, random);
    if (random.chance(perDay.retries)) happenings.push(retries(hour, random));
    if (random.chance(perDay.release)) happenings.push(release(hour, habit, home, random));
    if (random.chance(perDay.secondRegion)) home = addRegion(happenings, hour, home, random);
    if (random.chance(perDay.lookFromLaptop)) happenings.push(lookFromLaptop(hour, habit, random));
  }
  return happenings;
}

/** A third of the keys are new customers', whose use doubles or quadruples within the first weeks. */
function growth(from: number, to: number, random: Random): readonly Happening[] {
  if (!random.chance(0.33)) return [];
  const steps = 8;
  const step = Math.floor((to - from) / 3 / steps);
  return Array.from({ length: steps }, (_, index) => ({
    from: from + index * step,
    to: from + (index + 1) * step,
    factor: 0.25 + (0.75 * index) / steps,
  }));
}

/** A deployment: machine after machine, within the hour, to new addresses. */
function addMove(
  happenings: Happening[],
  hour: number,
  home: readonly string[],
  isNearby: boolean,
  random: Random,
): readonly string[] {
  const [first = random.address()] = home;
  const wide = isNearby ? first.split('.').slice(0, 2).join('.') : random.wideNetwork();
  const moved = home.map(() => random.address(wide));
  happenings.push({ from: hour, to: hour + 1, home: [...home, ...moved] });
  happenings.push({ from: hour + 1, to: hour + 1, home: moved });
  return moved;
}

function addRegion(
  happenings: Happening[],
  hour: number,
  home: readonly string[],
  random: Random,
): readonly string[] {
  const both = [...home, random.address()];
  happenings.push({ from: hour, to: hour + 1, home: both });
  return both;
}

/** Something behind the API was down: everybody tries again. */
function retries(hour: number, random: Random): Happening {
  return { from: hour, to: hour + random.whole(1, 2), factor: 2 + 1.5 * random.next() };
}

/** A new version tries a few things that the key may not do, for a day. */
function release(hour: number, habit: Habit, home: readonly string[], random: Random): Happening {
  const wanted = Array.from({ length: random.whole(0, 3) }, () => `orders:Wanted${random.whole(0, 99)}`);
  const extra = (drawing: Random): readonly Draw[] =>
    wanted.flatMap((operation) =>
      drawing.chance(0.5)
        ? [{ address: drawing.pick(home), agent: habit.agent, operation, code: 'INSUFFICIENT_SCOPE' }]
        : [],
    );
  return { from: hour, to: hour + dayHours, extra };
}

function lookFromLaptop(hour: number, habit: Habit, random: Random): Happening {
  const address = random.address();
  const extra = (drawing: Random): readonly Draw[] =>
    Array.from({ length: drawing.whole(1, 10) }, () => ({
      ...{ address, agent: 'curl/8.7.1', operation: drawing.pick(habit.operations), code: 'VALID' },
    }));
  return { from: hour, to: hour + 1, extra };
}
