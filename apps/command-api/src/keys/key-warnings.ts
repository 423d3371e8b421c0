import { type ExistingKey, type Warning, profileOf } from '@keyledger/domain';

/** What is unwise about a key as it is now (WX-9, WX-12): it is returned with the answer and stands in no way. */
export function warningsOf(key: ExistingKey): Warning[] {
  const { name, environment, scopes, expiresAt } = key;
  const judged = { name, environment, scopes, expiresAt, createdAtMs: Date.parse(key.createdAt) };
  return [...profileOf(key.profile).warningsOf(judged)];
}
