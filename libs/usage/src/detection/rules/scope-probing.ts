import type { Finding, HourOfKey } from '../finding.js';
import { hoursPerDay } from '../hours.js';
import type { Severity } from '../signal.js';

/** Operations are refused for lack of scope that this key neither was let do nor was refused before: one after another. */
export interface ScopeProbingPolicy {
  /** Different operations within an hour, */
  readonly operationsPerHour: number;
  /** or within a day. */
  readonly operationsPerDay: number;
  readonly severity: Severity;
}

export const scopeProbingDefaults: ScopeProbingPolicy = {
  operationsPerHour: 6,
  operationsPerDay: 9,
  severity: 'warning',
};

const namesShown = 10;

export function scopeProbing(
  { hour, before, learnt }: HourOfKey,
  { operationsPerHour, operationsPerDay, severity }: ScopeProbingPolicy,
): Finding | null {
  if (hour.refusedOperations.size === 0) return null;
  const isNew = (name: string): boolean =>
    (learnt.operations.firstHour(name) ?? hour.hour) >= before.hour &&
    (learnt.refusedOperations.firstHour(name) ?? hour.hour) > hour.hour - hoursPerDay;
  const now = [...hour.refusedOperations].filter(isNew);
  const earlier = [...learnt.refusedOperations.entries()].map(([name]) => name).filter(isNew);
  const withinDay = new Set([...now, ...before.refusedOperations, ...earlier]);
  const isProbing = now.length >= operationsPerHour || (now.length > 0 && withinDay.size >= operationsPerDay);
  if (!isProbing) return null;
  const operations = [...withinDay].sort().slice(0, namesShown);
  return { severity, evidence: { operations, differentOperations: withinDay.size } };
}
