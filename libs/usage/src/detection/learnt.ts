import { Baseline } from './baseline.js';
import { type KeptCrowd, noCrowd, withCrowd } from './crowd.js';
import { hoursPerDay } from './hours.js';
import { type KeptBaseline, emptyBaseline } from './kept-baseline.js';
import { type KeptPlaces, movedTo, noPlaces, withPlaces } from './places.js';
import { type KeptName, RecentNames } from './recent-names.js';

/** A network that joined, until it is clear whether the others went on beside it. */
export interface Joining {
  readonly network: string;
  /** In which it was seen first. */
  readonly hour: number;
  readonly requests: number;
  /** What the key did then, over what its hours of the week say: the network itself must not raise it. */
  readonly level: number;
  /** Of the networks that were there before, since then; and of all that the key was expected to do. */
  readonly otherRequests: number;
  readonly expectedRequests: number;
  /** Of the network, within the time of those. */
  readonly ownRequests: number;
  /** Of the others, since the network was seen last. */
  readonly otherRequestsSince: number;
  /** Of all that the key was expected to do, since then. Not there: kept by a release that did not look at it. */
  readonly expectedRequestsSince?: number;
}

/** What the settled hours of a key have taught. Plain JSON. */
export interface KeptLearnt {
  readonly baseline: KeptBaseline;
  readonly networks: readonly KeptName[];
  readonly agents: readonly KeptName[];
  readonly operations: readonly KeptName[];
  readonly refusedOperations: readonly KeptName[];
  readonly joining: readonly Joining[];
  readonly places: KeptPlaces;
  /** Not there: kept by a release that did not look at it. */
  readonly crowd?: KeptCrowd;
  /** Most networks within an hour, sinking with time. */
  readonly networksPeak: number;
  /** Hours with accepted requests. */
  readonly usedHours: number;
  readonly firstUsedHour: number | null;
  readonly lastUsedHour: number | null;
  readonly longestGapHours: number;
}

export const nothingLearnt: KeptLearnt = {
  ...{
    baseline: emptyBaseline,
    networks: [],
    agents: [],
    operations: [],
    refusedOperations: [],
    joining: [],
    places: noPlaces,
  },
  ...{ networksPeak: 0, usedHours: 0, firstUsedHour: null, lastUsedHour: null, longestGapHours: 0 },
};

const networksMax = 64;
const agentsMax = 16;
const operationsMax = 64;
export const joiningMax = 8;
/** The peak halves in about 30 days. */
const peakKeptPerHour = 0.5 ** (1 / (30 * hoursPerDay));

export class Learnt {
  readonly baseline: Baseline;
  readonly networks: RecentNames;
  readonly agents: RecentNames;
  readonly operations: RecentNames;
  readonly refusedOperations: RecentNames;
  joining: readonly Joining[];
  places: KeptPlaces;
  crowd: KeptCrowd;
  networksPeak: number;
  usedHours: number;
  firstUsedHour: number | null;
  lastUsedHour: number | null;
  longestGapHours: number;

  constructor(kept: KeptLearnt) {
    this.baseline = new Baseline(kept.baseline);
    this.networks = new RecentNames(kept.networks, networksMax);
    this.agents = new RecentNames(kept.agents, agentsMax);
    this.operations = new RecentNames(kept.operations, operationsMax);
    this.refusedOperations = new RecentNames(kept.refusedOperations, operationsMax);
    this.joining = kept.joining;
    this.places = kept.places;
    this.crowd = kept.crowd ?? noCrowd;
    this.networksPeak = kept.networksPeak;
    this.usedHours = kept.usedHours;
    this.firstUsedHour = kept.firstUsedHour;
    this.lastUsedHour = kept.lastUsedHour;
    this.longestGapHours = kept.longestGapHours;
  }

  keep(): KeptLearnt {
    return {
      baseline: this.baseline.keep(),
      networks: this.networks.keep(),
      agents: this.agents.keep(),
      operations: this.operations.keep(),
      refusedOperations: this.refusedOperations.keep(),
      joining: this.joining,
      places: this.places,
      crowd: this.crowd,
      networksPeak: Math.round(this.networksPeak * 1_000) / 1_000,
      usedHours: this.usedHours,
      firstUsedHour: this.firstUsedHour,
      lastUsedHour: this.lastUsedHour,
      longestGapHours: this.longestGapHours,
    };
  }

  /** Takes in an hour to which nothing will be added any more; hours come in order, without gaps. */
  settle(hour: SettledHour, strangers: Strangers): void {
    this.baseline.learn(hour.hour, hour.requests);
    this.networksPeak = Math.max(this.networksPeak * peakKeptPerHour, hour.networks.size);
    const knows = (network: string): boolean => this.networks.firstHour(network) !== undefined;
    this.places = withPlaces(
      movedTo(this.places, strangers.movedTo),
      hour.networks,
      knows,
      strangers.networks,
    );
    this.crowd = withCrowd(this.crowd, hour.networks, knows);
    for (const network of hour.networks.keys()) this.networks.see(network, hour.hour);
    for (const agent of hour.agents) if (!strangers.agents.has(agent)) this.agents.see(agent, hour.hour);
    for (const operation of hour.operations) this.operations.see(operation, hour.hour);
    for (const operation of hour.refusedOperations) this.refusedOperations.see(operation, hour.hour);
    if (hour.accepted > 0) this.settleUse(hour.hour);
  }

  private settleUse(hour: number): void {
    if (this.lastUsedHour !== null) {
      this.longestGapHours = Math.max(this.longestGapHours, hour - this.lastUsedHour);
    }
    this.usedHours += 1;
    this.firstUsedHour ??= hour;
    this.lastUsedHour = hour;
  }
}

/** Whoever may not be the key's owner, in an hour. */
export interface Strangers {
  /** Clients that came along with them alone are not known for that. */
  readonly agents: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
  /** Of these, where all that the key does is done now. */
  readonly movedTo: string | null;
}

export interface SettledHour {
  readonly hour: number;
  readonly requests: number;
  readonly accepted: number;
  readonly networks: ReadonlyMap<string, { readonly requests: number }>;
  readonly agents: ReadonlySet<string>;
  readonly operations: ReadonlySet<string>;
  readonly refusedOperations: ReadonlySet<string>;
}
