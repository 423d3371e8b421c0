import type { OverlapBody } from '@keyledger/contracts';
import {
  type Overlap,
  type Refusal,
  isRefusal,
  overlapMsMax,
  refuse,
  unusedForMsMax,
} from '@keyledger/domain';
import { Duration } from 'luxon';

const untilDrained = 'until-drained';
const unusedForDefault = 'P1D';

/** Units that are always equally long; a month or a year is not. */
const fixedUnits = ['weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds'];

/** The overlap that is asked for; `at`, epoch milliseconds: when it begins. Refused with INVALID_OVERLAP. */
export function wantedOverlap({ overlap, unusedFor, atMost }: OverlapBody, at: number): Overlap | Refusal {
  if (overlap !== untilDrained) {
    if (unusedFor !== undefined || atMost !== undefined) {
      return refuse('INVALID_OVERLAP', `unusedFor and atMost go with ${untilDrained}.`);
    }
    const endsAt = endOf('overlap', overlap, at);
    return isRefusal(endsAt) ? endsAt : { kind: 'fixed', endsAt };
  }
  const unusedForMs = durationMs('unusedFor', unusedFor ?? unusedForDefault, unusedForMsMax);
  if (isRefusal(unusedForMs)) return unusedForMs;
  const endsAt = atMost === undefined ? null : endOf('atMost', atMost, at);
  return isRefusal(endsAt) ? endsAt : { kind: untilDrained, unusedForMs, endsAt };
}

function endOf(field: string, text: string, at: number): string | Refusal {
  const ms = durationMs(field, text, overlapMsMax);
  return isRefusal(ms) ? ms : new Date(at + ms).toISOString();
}

function durationMs(field: string, text: string, msMax: number): number | Refusal {
  const ms = fixedDurationMs(text);
  if (ms === null) {
    return refuse(
      'INVALID_OVERLAP',
      `${field} is no ISO 8601 duration of weeks, days, hours, minutes and seconds.`,
    );
  }
  return ms <= msMax ? ms : refuse('INVALID_OVERLAP', `${field} is longer than ${msMax / 86_400_000} days.`);
}

/** Null: not a duration, a negative one, or one of units that are not always equally long. */
export function fixedDurationMs(text: string): number | null {
  const duration = Duration.fromISO(text);
  if (!duration.isValid || /[PT]$/.test(text)) return null; // `P`, `PT` and `P1DT` lack what they announce
  const given = Object.entries(duration.toObject());
  if (given.some(([unit, count]) => !fixedUnits.includes(unit) || count < 0)) return null;
  return Math.round(duration.toMillis());
}
