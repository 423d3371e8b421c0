import { type SweepingParts, claimSweep, forgetQuietNetworks, sweepKeys } from '@keyledger/read-models';
import type pg from 'pg';
import type { DetectionMetrics } from './detection-metrics.js';

/** Looks at all keys for what comes with time alone, in one of all auditors at a time. */
export class KeySweeper {
  constructor(
    private readonly pool: pg.Pool,
    private readonly watching: SweepingParts,
    private readonly metrics: DetectionMetrics,
    private readonly everyMs: number,
  ) {}

  /** Nothing where somebody has done so lately. Rejects on an outage; what is left is looked at the next time. */
  async pass(signal: AbortSignal): Promise<void> {
    if (!(await claimSweep(this.pool, this.everyMs))) return;
    await forgetQuietNetworks(this.pool, this.watching.now());
    await sweepKeys(this.pool, this.watching, signal);
    if (!signal.aborted) this.metrics.swept(this.watching.now());
  }
}
