/** What this service reads of Keyledger's topics, copied from docs/asyncapi.json of Keyledger. */

/** Topics of an installation may begin with a prefix; it is a part of its `BROKER_URL`. */
const prefix = process.env.TOPIC_PREFIX ?? '';
export const keyEventsTopic = `${prefix}keyledger.keys.v1`;
export const keyStateTopic = `${prefix}keyledger.key-state.v1`;

/** What a message says, as far as this service cares. A later one of the same key has a greater position. */
export type Change =
  | {
      readonly kind: 'key';
      readonly keyId: string;
      readonly accountId: string;
      readonly allowed: boolean;
      readonly position: bigint;
    }
  | {
      readonly kind: 'account';
      readonly accountId: string;
      readonly allowed: boolean;
      readonly position: bigint;
    }
  | { readonly kind: 'forgotten'; readonly keyId: string; readonly position: bigint }
  /** An event that changes nothing here, of a type that is not known yet for example. */
  | { readonly kind: 'other' };

export interface Unreadable {
  readonly kind: 'unreadable';
  readonly reason: string;
}

/** A message as Nest's Kafka transport hands it over with `parser: { keepBinary: true }`. */
export interface RawMessage {
  readonly key?: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly value: Buffer | null;
}

/** Whether a key may be used after an event. A key that lasts longer again is allowed by its next state record. */
const allowedAfter: Readonly<Record<string, boolean>> = {
  KeyRevoked: false,
  KeyDisabled: false,
  KeyExpired: false,
  RotationCompleted: false,
  KeyEnabled: true,
};

/** A key event: something happened. */
export function readKeyEvent(message: RawMessage): Change | Unreadable {
  const position = positionOf(message, 'ce_position');
  if (position === undefined) return unreadable('header ce_position is missing or no number');
  const { accountId, keyId } = jsonOf(message) ?? {};
  if (typeof accountId !== 'string') return unreadable('the value is no JSON object with an accountId');
  const allowed = allowedAfter[typeOf(message)];
  if (allowed !== undefined) {
    if (typeof keyId !== 'string') return unreadable('the value has no keyId');
    return { kind: 'key', keyId, accountId, allowed, position };
  }
  const access = { ApiAccessDisabled: false, ApiAccessEnabled: true }[typeOf(message)];
  if (access !== undefined) return { kind: 'account', accountId, allowed: access, position };
  return { kind: 'other' };
}

/** A state record: what holds now. Without a value it is a tombstone: the key is forgotten. */
export function readKeyState(message: RawMessage): Change | Unreadable {
  const position = positionOf(message, 'ce_sequence');
  if (position === undefined) return unreadable('header ce_sequence is missing or no number');
  if (message.value === null) {
    return typeof message.key === 'string'
      ? { kind: 'forgotten', keyId: message.key, position }
      : unreadable('no key');
  }
  const { kind, keyId, accountId, status, apiAccess, expiresAt, overlapEndsAt } = jsonOf(message) ?? {};
  if (typeof accountId !== 'string') return unreadable('the value is no JSON object with an accountId');
  if (kind === 'account' && typeof apiAccess === 'boolean')
    return { kind, accountId, allowed: apiAccess, position };
  if (kind === 'key' && typeof keyId === 'string' && typeof status === 'string')
    return {
      ...{ kind, keyId, accountId, position },
      allowed: status === 'active' && !isPast(expiresAt) && !isPast(overlapEndsAt),
    };
  return unreadable('the value is neither the state of a key nor of an account');
}

function unreadable(reason: string): Unreadable {
  return { kind: 'unreadable', reason };
}

function isPast(time: unknown): boolean {
  return typeof time === 'string' && Date.parse(time) <= Date.now();
}

/** `KeyRevoked` of `keyledger.KeyRevoked.v1`; versions of a type that we know stay as they are. */
function typeOf({ headers }: RawMessage): string {
  return /^keyledger\.([A-Za-z]+)\.v1$/.exec(String(headers?.ce_type))?.[1] ?? '';
}

function positionOf({ headers }: RawMessage, name: string): bigint | undefined {
  const text = headers?.[name];
  return typeof text === 'string' && /^\d{1,20}$/.test(text) ? BigInt(text) : undefined;
}

function jsonOf({ value }: RawMessage): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(value?.toString() ?? '');
    return typeof json === 'object' && json !== null
      ? (json as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
