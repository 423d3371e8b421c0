import type { RequestEvent } from '@keyledger/contracts';

/** What was expected of an hour when it began; what comes late cannot change it any more. */
export interface Expectations {
  /** Requests of an ordinary hour like this one. */
  readonly requests: number;
  /** The most that is ordinary; null: not enough is known of the key. */
  readonly requestsMost: number | null;
  /** The most networks that are ordinary within an hour; null as above. */
  readonly networksMost: number | null;
  /** Whether its networks are known, so that another one means something. */
  readonly knowsNetworks: boolean;
}

/** Requests that were let pass, of one network. */
export interface HourOfNetwork {
  readonly network: string;
  readonly requests: number;
  /** A client that the key was not known to be used by, the alphabetically first; null: all were known, or say nothing. */
  readonly strangeAgent: string | null;
}

/** Plain JSON. */
export interface KeptHour {
  readonly hour: number;
  readonly expectations: Expectations;
  readonly requests: number;
  readonly accepted: number;
  readonly networks: readonly HourOfNetwork[];
  readonly agents: readonly string[];
  readonly operations: readonly string[];
  readonly refusedOperations: readonly string[];
  readonly ended: number;
  /** Requests that a limit refused, by code. */
  readonly rateLimited: number;
  readonly quotaExceeded: number;
  /** Epoch milliseconds of the last request of all, and of the last with an ended key. */
  readonly lastMs: number;
  readonly lastEndedMs: number;
  /** Rules (or what they are about) that have spoken of this hour. */
  readonly said: readonly string[];
}

/** Of more, the first to come are looked at; a rule of its own has spoken by then. */
export const networksPerHourMax = 64;
const agentsPerHourMax = 16;
const operationsPerHourMax = 32;
const nameCharactersMax = 64;

export function newHour(hour: number, expectations: Expectations): KeptHour {
  return {
    ...{ hour, expectations, requests: 0, accepted: 0, networks: [], agents: [], operations: [] },
    ...{ refusedOperations: [], ended: 0, rateLimited: 0, quotaExceeded: 0, lastMs: 0, lastEndedMs: 0 },
    said: [],
  };
}

export const endedCodes: ReadonlySet<string> = new Set(['KEY_REVOKED', 'KEY_EXPIRED', 'KEY_ROTATED']);

/** One request, as the rules look at it. */
export interface SeenRequest {
  readonly event: RequestEvent;
  readonly atMs: number;
  /** As `networkOf`. */
  readonly network: string | null;
}

/** Whether clients of this name used the key before the hour began. */
export type KnowsAgent = (agent: string, hour: number) => boolean;

/** The requests of one hour, added up so that it does not matter which came first. */
export class OpenHour {
  readonly hour: number;
  readonly expectations: Expectations;
  requests: number;
  accepted: number;
  ended: number;
  rateLimited: number;
  quotaExceeded: number;
  lastMs: number;
  lastEndedMs: number;
  readonly networks = new Map<string, HourOfNetwork>();
  readonly agents: Set<string>;
  readonly operations: Set<string>;
  readonly refusedOperations: Set<string>;
  readonly said: Set<string>;

  constructor(kept: KeptHour) {
    this.hour = kept.hour;
    this.expectations = kept.expectations;
    this.requests = kept.requests;
    this.accepted = kept.accepted;
    this.ended = kept.ended;
    this.rateLimited = kept.rateLimited;
    this.quotaExceeded = kept.quotaExceeded;
    this.lastMs = kept.lastMs;
    this.lastEndedMs = kept.lastEndedMs;
    for (const network of kept.networks) this.networks.set(network.network, network);
    this.agents = new Set(kept.agents);
    this.operations = new Set(kept.operations);
    this.refusedOperations = new Set(kept.refusedOperations);
    this.said = new Set(kept.said);
  }

  keep(): KeptHour {
    const { hour, expectations, requests, accepted, ended, rateLimited, quotaExceeded } = this;
    return {
      ...{ hour, expectations, requests, accepted, ended, rateLimited, quotaExceeded },
      ...{ lastMs: this.lastMs, lastEndedMs: this.lastEndedMs },
      networks: [...this.networks.values()],
      agents: [...this.agents],
      operations: [...this.operations],
      refusedOperations: [...this.refusedOperations],
      said: [...this.said],
    };
  }

  add(seen: SeenRequest, knowsAgent: KnowsAgent): void {
    const { event, atMs } = seen;
    // A set of texts: codes of limits are newer than verifiers that may still be running.
    const code: string = event.code;
    this.requests += 1;
    this.lastMs = Math.max(this.lastMs, atMs);
    if (code === 'VALID') this.addAccepted(seen, knowsAgent);
    else if (code === 'INSUFFICIENT_SCOPE')
      addName(this.refusedOperations, event.operation, operationsPerHourMax);
    else if (code === 'RATE_LIMITED') this.rateLimited += 1;
    else if (code === 'QUOTA_EXCEEDED') this.quotaExceeded += 1;
    else if (endedCodes.has(code)) this.addEnded(atMs);
  }

  /** Of a request that came too late to count otherwise. */
  addEnded(atMs: number): void {
    this.ended += 1;
    this.lastEndedMs = Math.max(this.lastEndedMs, atMs);
  }

  private addAccepted({ event, network }: SeenRequest, knowsAgent: KnowsAgent): void {
    this.accepted += 1;
    addName(this.operations, event.operation, operationsPerHourMax);
    const agent = agentOf(event.userAgent);
    addName(this.agents, agent, agentsPerHourMax);
    const strange = agent !== null && !knowsAgent(agent, this.hour) ? agent : null;
    if (network !== null) this.addNetwork(network, strange);
  }

  private addNetwork(network: string, strange: string | null): void {
    const known = this.networks.get(network);
    if (known === undefined && this.networks.size >= networksPerHourMax) return;
    const before = known?.strangeAgent ?? null;
    const strangeAgent = before === null || (strange !== null && strange < before) ? strange : before;
    this.networks.set(network, { network, requests: (known?.requests ?? 0) + 1, strangeAgent });
  }
}

function addName(names: Set<string>, name: string | null, namesMax: number): void {
  if (name !== null && names.size < namesMax) names.add(name.slice(0, nameCharactersMax));
}

const productName = /^[^\s/]+/;

/** `python-requests` of `python-requests/2.32.3`: a new version is the same client. */
export function agentOf(userAgent: string | null): string | null {
  const [product] = productName.exec(userAgent ?? '') ?? [];
  return product === undefined ? null : product.slice(0, nameCharactersMax).toLowerCase();
}
