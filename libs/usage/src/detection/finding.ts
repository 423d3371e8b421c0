import type { KeyContext } from './key-context.js';
import type { Learnt } from './learnt.js';
import type { OpenHour } from './open-hour.js';
import type { Evidence, Severity } from './signal.js';

/** What a rule has to say. */
export interface Finding {
  readonly severity: Severity;
  readonly evidence: Evidence;
}

/** What a rule that looks at an hour is given. */
export interface HourOfKey {
  readonly hour: OpenHour;
  /** The one before, to which late requests may still be added. */
  readonly before: OpenHour;
  /** From the hours before both. */
  readonly learnt: Learnt;
  readonly context: KeyContext;
}
