import { profileIds, staleChoices } from '@keyledger/domain';
import { z } from 'zod';
import { keyLimit } from '../http/limits.js';
import type { VerificationAccountRow, VerificationKeyRow } from '../verification/verification-row.js';
import {
  contradiction,
  digits,
  eventHeaders,
  headersSchema,
  isUnreadable,
  parseJson,
  plainText,
  poisonOf,
  type TopicMessage,
  type UnreadableMessage,
  utcTime,
} from './cloud-event.js';

/** As of which position of the log a record holds: of two records of one subject, the greater one is right. */
export interface AsOf {
  readonly position: bigint;
}

/** What holds of a key: all that a verifier needs to know, and never a secret. */
export type KeyState = Pick<
  VerificationKeyRow,
  | 'kind'
  | 'keyId'
  | 'accountId'
  | 'digest'
  | 'status'
  | 'scopes'
  | 'ipAllowlist'
  | 'limits'
  | 'expiresAt'
  | 'successorId'
  | 'overlapEndsAt'
> &
  AsOf;
/** What holds of an account, whatever its keys say: with `apiAccess` false, each of them is refused. */
export type AccountState = Pick<
  VerificationAccountRow,
  'kind' | 'accountId' | 'apiAccess' | 'profile' | 'whenStale'
> &
  AsOf;

/** A key that was revoked or expired so long ago that nobody needs to know of it: it is like one that never was. */
export interface ForgottenKey extends AsOf {
  readonly kind: 'forgotten';
  readonly keyId: string;
}

export const keyStateType = 'keyledger.key-state.v1';
const source = '/keyledger/ledger';
/** `sequence` must order as text: the digits of 2^63. */
const positionDigits = 19;
/** Begins the keys of records on accounts; no key id holds a slash. */
const accountKeyPrefix = 'account/';

/** `time`: when the record was made, ISO 8601 UTC. */
export function toKeyStateMessage(state: KeyState | AccountState, time: string): TopicMessage {
  const value = JSON.stringify({ ...state, position: state.position.toString() });
  return { ...recordOf(recordKeyOf(state), state.position, time), value };
}

export function toTombstone(
  { keyId, position }: Pick<ForgottenKey, 'keyId' | 'position'>,
  time: string,
): TopicMessage {
  return { ...recordOf(keyId, position, time, ':forgotten'), value: null };
}

function recordOf(key: string, position: bigint, time: string, suffix = ''): Omit<TopicMessage, 'value'> {
  const id = `${key}:${position}${suffix}`;
  const sequence = position.toString().padStart(positionDigits, '0');
  return {
    key,
    id,
    headers: eventHeaders({ id, source, type: keyStateType, subject: key, time, sequence }),
  };
}

const positionText = digits.transform((text) => BigInt(text));
const text = z.string();

const keyStateSchema = z.strictObject({
  kind: z.literal('key'),
  keyId: plainText,
  accountId: plainText,
  digest: text.min(1),
  status: z.enum(['active', 'disabled', 'revoked']),
  scopes: z.array(text),
  ipAllowlist: z.strictObject({ enforced: z.boolean(), entries: z.array(text) }),
  limits: z.array(keyLimit).exactOptional(),
  expiresAt: utcTime.nullable(),
  successorId: plainText.nullable(),
  overlapEndsAt: utcTime.nullable(),
  position: positionText,
}) satisfies z.ZodType<KeyState>;

const accountStateSchema = z.strictObject({
  kind: z.literal('account'),
  accountId: plainText,
  apiAccess: z.boolean(),
  profile: z.enum(profileIds),
  whenStale: z.enum(staleChoices).exactOptional(),
  position: positionText,
}) satisfies z.ZodType<AccountState>;

export const keyStateDataSchema = z.discriminatedUnion('kind', [keyStateSchema, accountStateSchema]);

export const keyStateHeadersSchema = headersSchema.extend({
  ce_type: z.literal(keyStateType),
  ce_time: utcTime,
  ce_sequence: digits,
});

/** Strict, as with requests. Never throws. */
export function fromKeyStateMessage(
  message: Pick<TopicMessage, 'key' | 'headers' | 'value'>,
): KeyState | AccountState | ForgottenKey | UnreadableMessage {
  const headers = keyStateHeadersSchema.safeParse(message.headers);
  if (!headers.success) return poisonOf('header', headers.error);
  const { ce_subject, ce_sequence } = headers.data;
  if (ce_subject !== message.key) return contradiction('ce_subject', 'the key of the message');
  if (message.value === null) {
    if (message.key.startsWith(accountKeyPrefix)) return { poison: 'an account is never forgotten' };
    return { kind: 'forgotten', keyId: message.key, position: BigInt(ce_sequence) };
  }
  const parsed = parseJson(message.value);
  if (isUnreadable(parsed)) return parsed;
  const state = keyStateDataSchema.safeParse(parsed.json);
  if (!state.success) return poisonOf('value', state.error);
  if (message.key !== recordKeyOf(state.data)) return contradiction('ce_subject', `${state.data.kind}Id`);
  if (BigInt(ce_sequence) !== state.data.position) return contradiction('ce_sequence', 'position');
  return state.data;
}

function recordKeyOf(state: KeyState | AccountState): string {
  return state.kind === 'key' ? state.keyId : `${accountKeyPrefix}${state.accountId}`;
}
