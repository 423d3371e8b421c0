import { type UnknownKeysCount, valueMarksCount, withMark } from '@keyledger/usage';
import { dayHours, hourMs } from './draw.js';
import { type Incident, strengths } from './incident.js';
import { Random } from './random.js';

/** Who presents keys that do not exist, from one network. */
export interface NetworkLife {
  readonly network: string;
  readonly incident: Incident | null;
  /** Counts as verifiers send them, in order; an hour's may come in several parts. */
  readonly counts: readonly UnknownKeysCount[];
}

export interface NetworksSize {
  readonly seed: number;
  readonly days: number;
  readonly ordinaryNetworks: number;
  readonly incidentsPerStrength: number;
}

/** Apart from those of keys, which begin at 0. */
const firstStream = 1_000_000;

/** No two seeds have a network in common: they are to be several trials, not one told several times. */
function randomOf(seed: number, index: number): Random {
  return new Random(firstStream + seed * 1_000_003 + index * 7_919);
}

const begins = Math.floor(Date.UTC(2029, 0, 1) / hourMs);

export function networksOf(size: NetworksSize): readonly NetworkLife[] {
  const ordinary = Array.from({ length: size.ordinaryNetworks }, (_, index) => ordinaryNetwork(size, index));
  const guessing = strengths.flatMap((strength, kind) =>
    Array.from({ length: size.incidentsPerStrength }, (_, index) => {
      const random = randomOf(size.seed, 5_000 + kind * 500 + index);
      const from = begins + random.whole(1, size.days - 3) * dayHours + random.whole(0, dayHours - 1);
      const [hours, perHour] = ({ weak: [20, 12], middling: [2, 80], strong: [3, 3_000] } as const)[strength];
      const incident: Incident = {
        rule: 'enumeration',
        strength,
        from,
        to: from + hours,
        shows: ['enumeration'],
      };
      const rate = (hour: number): number => (hour >= from && hour < from + hours ? perHour : 0);
      return lifeOf(random, { incident, rate, markAt: anyMark(size.seed, index) }, size.days);
    }),
  );
  return [...ordinary, ...guessing];
}

/** People mistype; a few programs go on with a key that is no more, all day, as often as they always asked. */
function ordinaryNetwork({ seed, days }: NetworksSize, index: number): NetworkLife {
  const random = randomOf(seed, index);
  const forgets = random.chance(0.1);
  const asks = random.logNormal(0.8) * 4;
  const forgottenFrom = begins + random.whole(0, days - 1) * dayHours;
  const isForgotten = (hour: number): boolean =>
    forgets && hour >= forgottenFrom && hour < forgottenFrom + 14 * dayHours;
  const rate = (hour: number): number => {
    if (isForgotten(hour)) return asks;
    return random.chance(0.004) ? random.whole(1, 12) : 0.01;
  };
  const mistyped = anyMark(seed, index);
  const forgotten = Array.from({ length: 1 + (index % forgottenKeysMax) }, mistyped);
  const markAt = (hour: number): number =>
    isForgotten(hour) ? (forgotten[hour % forgotten.length] ?? 0) : mistyped();
  return lifeOf(random, { incident: null, rate, markAt }, days);
}

/** Machines of one network may have as many that are no more. */
const forgottenKeysMax = 3;

/** What is mistyped or guessed is another value each time. Drawn apart, so that how often that is does not depend on it. */
function anyMark(seed: number, index: number): () => number {
  const values = randomOf(seed, 10_000 + index);
  return () => values.whole(0, valueMarksCount - 1);
}

interface Presented {
  readonly incident: Incident | null;
  readonly rate: (hour: number) => number;
  /** Of the value that is presented next. */
  readonly markAt: (hour: number) => number;
}

function lifeOf(random: Random, { incident, rate, markAt }: Presented, days: number): NetworkLife {
  const network = `${random.wideNetwork()}.${random.whole(0, 255)}.0/24`;
  const counts: UnknownKeysCount[] = [];
  for (let hour = begins; hour < begins + days * dayHours; hour++) {
    const requests = random.poisson(rate(hour));
    if (requests === 0) continue;
    const first = requests > 1 ? random.whole(1, requests - 1) : requests;
    for (const [part, size] of [first, requests - first].entries()) {
      if (size === 0) continue;
      const time = new Date(hour * hourMs + (part + 1) * 1_000_000).toISOString();
      let valueMarks = '0';
      for (let each = 0; each < size; each++) valueMarks = withMark(valueMarks, markAt(hour));
      counts.push({ network, accountId: null, requests: size, valueMarks, firstTime: time, lastTime: time });
    }
  }
  return { network, incident, counts };
}
