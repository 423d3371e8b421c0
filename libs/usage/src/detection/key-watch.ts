import { type KeptLearnt, nothingLearnt } from './learnt.js';
import type { KeptHour } from './open-hour.js';

/**
 * What the rules remember of one key: plain JSON of at most `keyWatchBytesMax` bytes, to be kept by the caller between
 * batches. Its inside is the rules' own affair and changes with `version`.
 */
export interface KeyWatch {
  readonly version: typeof keyWatchVersion;
  readonly learnt: KeptLearnt;
  /** The two newest hours, to which late requests are still added; null: no request has come yet. */
  readonly open: readonly [KeptHour, KeptHour] | null;
  /** Epoch milliseconds of the newest request that was let pass. */
  readonly lastUsedMs: number | null;
  /** What sweeps have said already, so that they do not repeat it. */
  readonly said: readonly string[];
}

export const keyWatchVersion = 2;

/** An ordinary key needs 2 to 3 kB; one that is used from everywhere for everything reaches this. */
export const keyWatchBytesMax = 48 * 1024;

export const newKeyWatch: KeyWatch = {
  version: keyWatchVersion,
  learnt: nothingLearnt,
  open: null,
  lastUsedMs: null,
  said: [],
};

/** What was kept. Where an older or newer release kept it otherwise, the key is learnt anew. */
export function readKeyWatch(kept: unknown): KeyWatch {
  const isOurs =
    typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === keyWatchVersion;
  return isOurs ? (kept as KeyWatch) : newKeyWatch;
}
