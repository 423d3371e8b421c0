/**
 * Why requests were dropped, that is, will never be counted.
 *
 * - `memory-full`: there was no disk to keep them on, and no room left in memory.
 * - `spool-full`: the broker was away for longer than `REQUEST_SPOOL_MB` lasts.
 * - `rejected`: the broker refused them for good.
 * - `too-old`: they lay on disk for longer than anybody remembers what has been counted.
 * - `unreadable`: the disk did not give back what it had taken.
 * - `shutdown`: the process had to end while they were in memory alone.
 */
export type DropReason = 'memory-full' | 'spool-full' | 'rejected' | 'too-old' | 'unreadable' | 'shutdown';

/** Dropped so far, by reason. */
export class Dropped {
  private readonly counts: Record<DropReason, number> = {
    ...{ 'memory-full': 0, 'spool-full': 0, rejected: 0, 'too-old': 0, unreadable: 0, shutdown: 0 },
  };

  get byReason(): Readonly<Record<DropReason, number>> {
    return this.counts;
  }

  add(reason: DropReason, requests: number): void {
    this.counts[reason] += requests;
  }
}
