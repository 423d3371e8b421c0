import type { Session } from './session.js';

/**
 * `unknown`: not asked yet. `ended`: it was there and the server no longer takes it; the page stays as it is, forms and
 * all, under a dialog that asks for a key again.
 */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'signed-in'; readonly session: Session }
  | { readonly kind: 'ended'; readonly session: Session };

let state: SessionState = { kind: 'unknown' };
const listeners = new Set<() => void>();

export function sessionState(): SessionState {
  return state;
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setSessionState(next: SessionState): void {
  state = next;
  for (const listener of [...listeners]) listener();
}

/**
 * Marks the session as ended, and waits until somebody has signed in again. Null: they left the page, or somebody else
 * signed in, who is not to send what they never wrote.
 */
export async function sessionAgain(): Promise<Session | null> {
  if (state.kind === 'signed-in') setSessionState({ kind: 'ended', session: state.session });
  const keyId = state.kind === 'ended' ? state.session.keyId : null;
  return new Promise((resolve) => {
    const stop = onSessionChange(() => {
      if (state.kind !== 'signed-in' && state.kind !== 'signed-out') return;
      stop();
      resolve(state.kind === 'signed-in' && state.session.keyId === keyId ? state.session : null);
    });
  });
}
