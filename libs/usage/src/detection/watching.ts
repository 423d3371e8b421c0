import type { RequestEvent } from '@keyledger/contracts';
import { networkOf } from '../network.js';
import type { Finding, HourOfKey } from './finding.js';
import { hourOfMs } from './hours.js';
import type { KeyContext } from './key-context.js';
import { type KeyWatch, keyWatchVersion } from './key-watch.js';
import { Learnt } from './learnt.js';
import { endedCodes, type Expectations, newHour, OpenHour } from './open-hour.js';
import type { DetectionPolicy } from './policy.js';
import { requestsMost } from './rules/burst.js';
import { settleJoining } from './rules/joining-network.js';
import { networksMost } from './rules/many-networks.js';
import { knowsNetworks } from './rules/new-network.js';

/** Later than this, requests are not looked at any more: between one and two hours, since hours end on the hour. */
export const latenessMsMax = 3_600_000;

/** Beyond this a key has no rhythm left that would be worth carrying on. */
const silentHoursMax = 26 * 7 * 24;

/** A watch at work. Hours are settled two after they began, so what is late does not change what was learnt before. */
export class Watching {
  readonly learnt: Learnt;
  lastUsedMs: number | null;
  private open: readonly [OpenHour, OpenHour] | null;

  constructor(
    private readonly watch: KeyWatch,
    private readonly context: KeyContext,
    private readonly policy: DetectionPolicy,
  ) {
    this.learnt = new Learnt(watch.learnt);
    this.open = watch.open === null ? null : [new OpenHour(watch.open[0]), new OpenHour(watch.open[1])];
    this.lastUsedMs = watch.lastUsedMs;
  }

  keep(said: readonly string[] = this.watch.said): KeyWatch {
    return {
      version: keyWatchVersion,
      learnt: this.learnt.keep(),
      open: this.open === null ? null : [this.open[0].keep(), this.open[1].keep()],
      lastUsedMs: this.lastUsedMs,
      said,
    };
  }

  /** Both open hours, as rules look at them. */
  hours(): readonly HourOfKey[] {
    if (this.open === null) return [];
    const [before, hour] = this.open;
    const { learnt, context } = this;
    return [
      { hour: before, before: nothingBefore(before), learnt, context },
      { hour, before, learnt, context },
    ];
  }

  /** Whether it came in time to be looked at. The hour of the request must have begun. */
  add(event: RequestEvent, atMs: number): boolean {
    if (this.open === null) return false;
    const [before, newest] = this.open;
    const hour = hourOfMs(atMs);
    if (hour < before.hour) {
      if (endedCodes.has(event.code)) before.addEnded(atMs);
      return false;
    }
    if (event.code === 'VALID') this.lastUsedMs = Math.max(this.lastUsedMs ?? atMs, atMs);
    const network = networkOf(event.clientAddress);
    (hour === before.hour ? before : newest).add({ event, atMs, network }, this.knowsAgent);
    return true;
  }

  get newestHour(): number | null {
    return this.open?.[1].hour ?? null;
  }

  /** Begins the next hour, which settles the one before the last; answers what only a whole hour shows. */
  beginHour(target: number): Finding | null {
    if (this.open === null || target - this.open[1].hour > silentHoursMax) {
      this.open = [this.opened(target - 1), this.opened(target)];
      return null;
    }
    const [settling, newest] = this.open;
    const seen = { hour: settling, before: settling, learnt: this.learnt, context: this.context };
    const { joining, finding, strangers } = settleJoining(seen, this.policy['new-network']);
    this.learnt.settle(settling, strangers);
    this.learnt.joining = joining;
    this.open = [newest, this.opened(newest.hour + 1)];
    return finding;
  }

  private opened(hour: number): OpenHour {
    return new OpenHour(newHour(hour, this.expectationsOf(hour)));
  }

  private expectationsOf(hour: number): Expectations {
    const { learnt, policy } = this;
    return {
      requests: Math.round(learnt.baseline.expected(hour) * 1_000) / 1_000,
      requestsMost: requestsMost(learnt.baseline, hour, policy.burst),
      networksMost: networksMost(learnt, policy['many-networks']),
      knowsNetworks: knowsNetworks(learnt, hour, policy['new-network']),
    };
  }

  /** As of what was settled when the hour began, whatever has been settled since. */
  private readonly knowsAgent = (agent: string, hour: number): boolean => {
    const first = this.learnt.agents.firstHour(agent);
    return first !== undefined && first < hour - 1;
  };
}

/** Nothing is known any more of the hour before the older one. */
function nothingBefore({ hour, expectations }: OpenHour): OpenHour {
  return new OpenHour(newHour(hour - 1, expectations));
}
