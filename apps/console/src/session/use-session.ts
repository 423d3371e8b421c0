import type { SystemOperation } from '@keyledger/domain';
import { useSyncExternalStore } from 'react';
import { type Session, may } from './session.js';
import { type SessionState, onSessionChange, sessionState } from './session-store.js';

export function useSessionState(): SessionState {
  return useSyncExternalStore(onSessionChange, sessionState);
}

/** For pages, which are only shown to somebody who has signed in. */
export function useSession(): Session {
  const state = useSessionState();
  if (state.kind === 'signed-in' || state.kind === 'ended') return state.session;
  throw new Error('A page was shown without a session.');
}

/** Asks what the signed-in key may do; null for the account: about all accounts together. */
export function useMay(): (operation: SystemOperation, accountId: string | null) => boolean {
  const session = useSession();
  return (operation, accountId) => may(session, operation, accountId);
}
