import { z } from 'zod';
import type { LedgerEvent } from '../events/ledger-event.js';
import type { JsonData } from '../events/recorded-json.js';
import { streamSubject } from '../events/streams.js';
import { currentVersions } from '../events/upcasters.js';
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

/** A change to a key or an account, as consumers outside of Keyledger see it. Never a secret, nor a digest of one. */
export interface PublishedKeyEvent {
  /** Of the event: the same whenever it is delivered again. */
  readonly id: string;
  /** `KeyRevoked` */
  readonly type: string;
  /** Schema version of `data`. */
  readonly version: number;
  /** What the event is about: a key id, or an account id. */
  readonly subject: string;
  readonly accountId: string;
  /** Null for an event of an account. */
  readonly keyId: string | null;
  /** 0 for the first event of the subject, then one more each: what is not greater has been delivered before. */
  readonly revision: number;
  /** Where it stands in the log: an answer as of this position or later knows of it. */
  readonly position: bigint;
  /** ISO 8601 UTC with milliseconds. */
  readonly time: string;
  /** Key id of the admin key that asked, or `system:<part>`. */
  readonly actor: string;
  readonly correlationId: string;
  /** The event was too large for a message: `data` says only what it is about. */
  readonly isAbridged: boolean;
  readonly data: JsonData;
}

const source = '/keyledger/ledger';
/** `sequence` must order as text: the digits of 2^53. */
const revisionDigits = 16;

/** Leaves room for the headers below the largest message that a broker takes. */
export const keyEventBytesMax = 900_000;

/** `keyledger.KeyRevoked.v1` */
export function keyEventType(type: string, version: number): string {
  return `keyledger.${type}.v${version}`;
}

export function toKeyEventMessage({
  id,
  stream,
  revision,
  position,
  event,
  metadata,
}: LedgerEvent): TopicMessage {
  const subject = streamSubject(stream);
  const whole = JSON.stringify(event.data, withoutDigests);
  const isAbridged = new TextEncoder().encode(whole).length > keyEventBytesMax;
  return {
    key: subject,
    id,
    headers: {
      ...eventHeaders({
        id,
        source,
        type: keyEventType(event.type, metadata.version),
        subject,
        time: metadata.time,
        sequence: String(revision).padStart(revisionDigits, '0'),
      }),
      ce_position: position.toString(),
      ce_actor: metadata.actor,
      ce_correlationid: metadata.correlationId,
      ...(isAbridged ? { ce_abridged: 'true' } : {}),
    },
    value: isAbridged ? JSON.stringify(identityOf(event.data)) : whole,
  };
}

/** Whoever reacts to an event has no use for what a key is recognised by; `keyledger.key-state.v1` has it. */
function withoutDigests(name: string, value: unknown): unknown {
  return name === 'digest' ? undefined : value;
}

function identityOf(data: { readonly accountId: string; readonly keyId?: string | null }) {
  const { accountId, keyId } = data;
  return { keyId, accountId };
}

const keyEventTypePattern = /^keyledger\.([A-Z][A-Za-z]*)\.v(\d{1,4})$/;

export const keyEventHeadersSchema = headersSchema.extend({
  ce_type: z.string().regex(keyEventTypePattern, 'is no event of a key or an account'),
  ce_time: utcTime,
  ce_sequence: digits,
  ce_position: digits,
  ce_actor: z.string().min(1),
  ce_correlationid: z.string().min(1),
  ce_abridged: z.literal('true').optional(),
});

/** What every event says; the rest depends on its type. */
export const keyEventDataSchema = z.looseObject({
  accountId: plainText,
  keyId: plainText.nullable().optional(),
});

/**
 * Strict about what every event has. A type that this build does not know is handed on, for a consumer to ignore; a
 * version that it does not know is poison: its data may mean something else. Never throws.
 */
export function fromKeyEventMessage(
  message: Pick<TopicMessage, 'headers' | 'value'>,
): PublishedKeyEvent | UnreadableMessage {
  const headers = keyEventHeadersSchema.safeParse(message.headers);
  if (!headers.success) return poisonOf('header', headers.error);
  const parsed = parseJson(message.value);
  if (isUnreadable(parsed)) return parsed;
  const data = keyEventDataSchema.safeParse(parsed.json);
  if (!data.success) return poisonOf('value', data.error);
  const { accountId, keyId = null } = data.data;
  const { ce_subject: subject, ce_type } = headers.data;
  if (subject !== keyId && subject !== accountId) return contradiction('ce_subject', 'keyId');
  const [, type = '', version = ''] = keyEventTypePattern.exec(ce_type) ?? [];
  if (!isKnownVersion(type, Number(version))) return { poison: `header ce_type: unknown version of ${type}` };
  return {
    ...{ id: headers.data.ce_id, type, version: Number(version), subject, accountId },
    keyId: subject === keyId ? keyId : null,
    revision: Number(headers.data.ce_sequence),
    position: BigInt(headers.data.ce_position),
    time: headers.data.ce_time,
    actor: headers.data.ce_actor,
    correlationId: headers.data.ce_correlationid,
    isAbridged: headers.data.ce_abridged === 'true',
    data: data.data as JsonData,
  };
}

function isKnownVersion(type: string, version: number): boolean {
  if (!Object.hasOwn(currentVersions, type)) return true;
  return version >= 1 && version <= currentVersions[type as keyof typeof currentVersions];
}
