import type { SessionAnswer } from '@keyledger/contracts';
import { type SessionBounds, csrfTokenOf, endsAtMs } from '@keyledger/sessions';
import { allowedOperations } from '../auth/allowed-operations.js';
import type { SignedIn } from './session-authenticator.js';

export function sessionAnswer(
  { caller, token, session }: SignedIn,
  name: string,
  bounds: SessionBounds,
): SessionAnswer {
  const { everywhere, accounts } = allowedOperations(caller);
  return {
    signedIn: true,
    keyId: caller.keyId,
    name,
    scopes: [...caller.scopeTexts],
    operations: [...everywhere],
    accounts: accounts.map(({ id, operations }) => ({ id, operations: [...operations] })),
    csrfToken: csrfTokenOf(token),
    createdAt: isoOf(session.createdAtMs),
    expiresAt: isoOf(endsAtMs(session, bounds)),
    endsAt: isoOf(session.createdAtMs + bounds.absoluteMs),
  };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
