import { type Code, codes } from '@keyledger/domain';
import type { TopicMessage } from './cloud-event.js';
import type { RequestEvent } from './request-event.js';

/** Texts that need no second look: printable ASCII, within the bounds of the schema. */
const plainId = /^[ -~]{1,100}$/;
const plainOperation = /^[ -~]{1,200}$/;
const plainAddress = plainId;
const plainAgent = plainOperation;
const plainMessageId = plainOperation;
const digits = /^\d{1,20}$/;

/** Of the days that only some months have, 29 February alone is left to the schema, which knows leap years. */
const dayOfYear =
  '(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31';
const plainTime = new RegExp(`^\\d{4}-(?:${dayOfYear})T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$`);

type Untyped = Readonly<Partial<Record<keyof RequestEvent, unknown>>>;

const fieldsCount = 10;

/**
 * The request event of a message in which everything is as our own verifiers write it; null where anything is not, which
 * says nothing yet: then the schema decides, and words the reason. It is there because schemas cost several times as much
 * as all else that is done with a message; whatever it answers, the schema answers too (a property test holds it to that).
 */
export function ordinaryRequest(
  { headers, value }: Pick<TopicMessage, 'headers' | 'value'>,
  type: string,
  sourceOf: (producer: string) => string,
): RequestEvent | null {
  const event = ordinaryEvent(value);
  if (event === null) return null;
  const agrees =
    headers.ce_type === type &&
    headers.ce_source === sourceOf(event.producer) &&
    headers.ce_subject === event.keyId &&
    headers.ce_time === event.time &&
    isText(headers.ce_sequence, digits) &&
    Number(headers.ce_sequence) === event.sequence &&
    headers.ce_specversion === '1.0' &&
    headers['content-type'] === 'application/json' &&
    isText(headers.ce_id, plainMessageId);
  return agrees ? event : null;
}

function ordinaryEvent(value: string | null): RequestEvent | null {
  const parsed = parsedObject(value);
  if (parsed === null || Object.keys(parsed).length !== fieldsCount) return null;
  const { keyId, accountId, operation, code, clientAddress, userAgent, verifier } = parsed;
  const { time, producer, sequence } = parsed;
  const isOrdinary =
    isText(keyId, plainId) &&
    isText(accountId, plainId) &&
    isTextOrNull(operation, plainOperation) &&
    isCode(code) &&
    isTextOrNull(clientAddress, plainAddress) &&
    isTextOrNull(userAgent, plainAgent) &&
    isTextOrNull(verifier, plainId) &&
    isText(time, plainTime) &&
    isText(producer, plainId) &&
    isCount(sequence);
  if (!isOrdinary) return null;
  return {
    ...{ keyId, accountId, operation, code, clientAddress, userAgent, verifier },
    ...{ time, producer, sequence },
  };
}

function parsedObject(value: string | null): Untyped | null {
  if (value === null) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isText(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function isTextOrNull(value: unknown, pattern: RegExp): value is string | null {
  return value === null || isText(value, pattern);
}

function isCode(value: unknown): value is Code {
  return typeof value === 'string' && Object.hasOwn(codes, value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
