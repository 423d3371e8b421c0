import { dayHours, type Draw } from './draw.js';
import { Random } from './random.js';

export const habitKinds = ['service', 'office', 'batch', 'person', 'app', 'sparse', 'rare'] as const;
export type HabitKind = (typeof habitKinds)[number];

/** How a key is used on an ordinary day. */
export interface Habit {
  readonly kind: HabitKind;
  readonly home: readonly string[];
  readonly agent: string;
  readonly operations: readonly string[];
  /** Mean of the hour. */
  readonly requestsIn: (hour: number, random: Random) => number;
  readonly draw: (random: Random, home: readonly string[], hour: number) => Omit<Draw, 'code'>;
}

const agents = [
  'axios',
  'python-requests',
  'Go-http-client',
  'okhttp',
  'Apache-HttpClient',
  'guzzle',
  'node',
];

/** Of every hundred keys. */
const shares: Readonly<Record<HabitKind, number>> = {
  ...{ service: 30, office: 22, batch: 14, person: 10, app: 6, sparse: 12, rare: 6 },
};

export function habitKindOf(random: Random): HabitKind {
  let left = random.next() * 100;
  for (const kind of habitKinds) {
    left -= shares[kind];
    if (left < 0) return kind;
  }
  return 'service';
}

export function newHabit(kind: HabitKind, random: Random): Habit {
  const agent = `${random.pick(agents)}/${random.whole(1, 9)}.${random.whole(0, 30)}.0`;
  const operations = Array.from({ length: random.whole(2, 12) }, (_, index) => `orders:Operation${index}`);
  const requestsIn = rhythmOf(kind, random);
  const home = homeOf(kind, random);
  const draw = (drawing: Random, places: readonly string[], hour: number): Omit<Draw, 'code'> => ({
    address: addressOf(kind, drawing, places, hour),
    agent,
    operation: drawing.pick(operations),
  });
  return { kind, home, agent, operations, requestsIn, draw };
}

/** A place or two in one or two /16s; people have as many as they go to, apps are everywhere. */
function homeOf(kind: HabitKind, random: Random): readonly string[] {
  const wide = Array.from({ length: kind === 'person' ? random.whole(3, 6) : random.whole(1, 2) }, () =>
    random.wideNetwork(),
  );
  return Array.from({ length: kind === 'person' ? wide.length : random.whole(1, 4) }, (_, index) =>
    random.address(wide[index % wide.length]),
  );
}

/** Of the days of a person: at a place where they never were. */
const newPlaceChance = 1 / 20;

/** Apps are everywhere; people are at one place a day; programs run where they were put. */
function addressOf(kind: HabitKind, random: Random, home: readonly string[], hour: number): string {
  if (kind === 'app') return random.address();
  if (kind !== 'person') return random.pick(home);
  const [first = ''] = home;
  const day = new Random(Math.floor(hour / dayHours) * 7_919 + numberOf(first));
  return day.chance(newPlaceChance) ? day.address() : day.pick(home);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

/** A function of the hour: requests on average, with what makes hours of real traffic differ by more than chance. */
function rhythmOf(kind: HabitKind, random: Random): (hour: number, random: Random) => number {
  const shift = random.whole(0, dayHours - 1);
  const size = random.logNormal(0.9);
  const unsteadiness = 0.1 + 0.3 * random.next();
  const at = hourRateOf(kind, random);
  return (hour, drawing) => {
    const local = hour + shift;
    return (
      size * at(local % dayHours, Math.floor(local / dayHours), drawing) * drawing.logNormal(unsteadiness)
    );
  };
}

type HourRate = (hourOfDay: number, day: number, random: Random) => number;

function hourRateOf(kind: HabitKind, random: Random): HourRate {
  const jobHour = random.whole(0, dayHours - 1);
  const jobDay = random.whole(0, 6);
  const jobSize = random.whole(100, 400);
  const isMonthly = random.chance(0.3);
  switch (kind) {
    case 'service':
      return (hour, day) => 10 * (0.35 + 0.65 * daylight(hour)) * (isWeekend(day) ? 0.7 : 1);
    case 'office':
      return (hour, day) => (isWeekend(day) ? 0.3 : 14 * daylight(hour) ** 2);
    case 'batch':
      // A job a day or a week that starts up to an hour late, and for some a larger one each month.
      return (hour, day, drawing) => {
        const isDue =
          (isMonthly ? day % 7 === jobDay : true) && hour === (jobHour + (drawing.chance(0.15) ? 1 : 0)) % 24;
        const isMonthEnd = isMonthly && day % 30 === 0 && hour === jobHour;
        return (isDue ? jobSize : 0.2) + (isMonthEnd ? 5 * jobSize : 0);
      };
    case 'person':
      return (hour, day, drawing) =>
        (drawing.chance(0.4) ? 9 : 0) * (isWeekend(day) ? 0.1 : daylight(hour) ** 2);
    case 'app':
      return (hour) => 8 * (0.2 + daylight(hour));
    case 'sparse':
      return (hour) => 0.25 * (0.3 + daylight(hour));
    case 'rare':
      return (hour, day) => (day % 30 === jobDay && hour === jobHour ? 20 : 0);
  }
}

/** From 0 in the night to 1 in the afternoon. */
function daylight(hourOfDay: number): number {
  return (1 + Math.cos(((hourOfDay - 14) / 12) * Math.PI)) / 2;
}

function isWeekend(day: number): boolean {
  return day % 7 >= 5;
}
