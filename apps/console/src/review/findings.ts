import type { Schemas } from '../api/client.js';

export type Finding = Schemas['Finding'];

/** Views of a review, those that ask for the most care first. */
export const findings: readonly Finding[] = [
  'over-scoped',
  'wildcard-in-production',
  'shared-across-environments',
  'idle',
  'never-used',
  'rotation-due',
  'no-expiry',
];

export function findingOf(given: unknown): Finding | undefined {
  return findings.find((finding) => finding === given);
}
