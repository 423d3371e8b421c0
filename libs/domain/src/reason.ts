/** Why somebody disabled or revoked: given with every such command. */
export const reasonCodes = [
  'leaked',
  'superseded',
  'owner-left',
  'unused',
  'policy',
  'mistake',
  'other',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export interface Reason {
  readonly reason: ReasonCode;
  readonly comment: string | null;
}
