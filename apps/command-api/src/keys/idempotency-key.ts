import { type Refusal, refuse } from '@keyledger/domain';
import type { Asked } from '../http/asked.js';
import { derivedKeyId } from './derived-key-id.js';

const printable = /^[\x21-\x7e]{1,200}$/;

/**
 * The id of the key that a request with this `Idempotency-Key` creates: of several with the same one, from the same caller for the
 * same account, the log lets the first create the key alone. Null: the header was not sent.
 */
export function idempotentKeyId(
  header: string | undefined,
  accountId: string,
  { caller }: Asked,
): string | null | Refusal {
  if (header === undefined) return null;
  if (!printable.test(header)) {
    return refuse('INVALID_REQUEST', 'An Idempotency-Key is 1 to 200 printable characters without spaces.');
  }
  return derivedKeyId(`created for ${accountId} by ${caller.keyId} as ${header}`);
}

/** The value cannot be shown again: nobody has it but whoever got the first answer. */
export function alreadyCreated(keyId: string): Refusal {
  return refuse('ALREADY_CREATED', `It created ${keyId}, whose value was in the first answer alone.`);
}
