import type { LocalRequest, VerifyQuestion } from '@keyledger/contracts';
import type { Verdict } from '@keyledger/verification';

/** As much as verifiers take; longer ones are no operations and no addresses. */
const operationCharactersMax = 200;
const addressCharactersMax = 100;
const userAgentCharactersMax = 8_192;

/** What is recorded of a verdict; null: nothing, it is not on a key that is known, or a verifier has recorded it. */
export function requestOf(
  { operation, clientAddress, userAgent }: VerifyQuestion,
  { keyId, code }: Verdict,
  now: number,
): LocalRequest | null {
  if (keyId === null || code === 'RATE_LIMITED' || code === 'QUOTA_EXCEEDED') return null;
  return {
    ...{ keyId, code, time: new Date(now).toISOString() },
    operation: within(operation, operationCharactersMax),
    clientAddress: within(clientAddress, addressCharactersMax),
    userAgent: userAgent?.slice(0, userAgentCharactersMax) ?? null,
  };
}

function within(text: string | undefined, charactersMax: number): string | null {
  return text !== undefined && text.length <= charactersMax ? text : null;
}
