import { dayHours, type Draw, type Happening } from './draw.js';
import type { KeyLife } from './key-life.js';
import { Random } from './random.js';

/**
 * What a key has to do with others of its account, and is nobody's fault: per day of a key, somebody tries it with curl on a
 * machine where another one is at home, or what uses it begins to run there, too. As rare as the same in places where
 * nobody was before.
 */
const perDay = { lookFromNeighbour: 1 / 10_000, secondPlace: 1 / 10_000 } as const;

/** Apart from those of keys and of networks. */
const firstStream = 2_000_000;

/** Adds to each life what comes of the others; each draws for itself, so that nothing else changes. */
export function withNeighbours(lives: readonly KeyLife[], seed: number): readonly KeyLife[] {
  return lives.map((life, index) => {
    const random = new Random(firstStream + seed * 1_000_003 + index * 7_919);
    const others = lives.filter(
      (other) => other !== life && other.accountId === life.accountId && other.habit.kind !== 'app',
    );
    const added = happeningsBeside(life, others, random);
    if (added.length === 0) return life;
    // Where a key is at home is what was said last: in the order of time.
    return { ...life, happenings: [...life.happenings, ...added].sort((a, b) => a.from - b.from) };
  });
}

function happeningsBeside(life: KeyLife, others: readonly KeyLife[], random: Random): readonly Happening[] {
  const happenings: Happening[] = [];
  for (let day = life.from; day < life.to; day += dayHours) {
    const hour = day + random.whole(0, dayHours - 1);
    const alive = others.filter(({ from, to }) => from <= hour && hour < to);
    const place = alive.length === 0 ? null : random.pick(homeAt(random.pick(alive), hour));
    if (random.chance(perDay.lookFromNeighbour) && place !== null)
      happenings.push(lookFrom(place, life, hour));
    if (random.chance(perDay.secondPlace) && place !== null)
      happenings.push({ from: hour, to: hour + 1, home: [...homeAt(life, hour), place] });
  }
  return happenings;
}

function lookFrom(address: string, { habit }: KeyLife, hour: number): Happening {
  const extra = (random: Random): readonly Draw[] =>
    Array.from({ length: random.whole(1, 10) }, () => ({
      ...{ address, agent: 'curl/8.7.1', operation: random.pick(habit.operations), code: 'VALID' },
    }));
  return { from: hour, to: hour + 1, extra };
}

function homeAt({ habit, happenings }: KeyLife, hour: number): readonly string[] {
  return happenings.reduce(
    (home, happening) => (happening.home !== undefined && hour >= happening.from ? happening.home : home),
    habit.home,
  );
}
