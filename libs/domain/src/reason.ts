import { type Refusal, isRefusal, refuse } from './refusal.js';
import { checkOptionalText } from './text/plain-text.js';
import { quoted } from './text/quoted.js';

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

export const commentLengthMax = 1000;

/** The reason as it is recorded. Refused with INVALID_REASON or INVALID_COMMENT. */
export function checkReason({ reason, comment }: { reason: unknown; comment: unknown }): Reason | Refusal {
  const known = reasonCodes.find((code) => code === reason);
  if (known === undefined)
    return refuse('INVALID_REASON', `${quoted(reason)} is not one of ${reasonCodes.join(', ')}.`);
  const text = checkComment(comment);
  return isRefusal(text) ? text : { reason: known, comment: text };
}

export function checkComment(comment: unknown): string | null | Refusal {
  return checkOptionalText(comment, {
    what: 'comment',
    code: 'INVALID_COMMENT',
    required: false,
    lengthMax: commentLengthMax,
  });
}
