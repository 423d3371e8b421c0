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

/** Marks the session as ended, and waits until somebody has signed in again. Resolves with the new one. */
export async function sessionAgain(): Promise<Session> {
  if (state.kind === 'signed-in') setSessionState({ kind: 'ended', session: state.session });
  return new Promise((resolve) => {
    const stop = onSessionChange(() => {
      if (state.kind !== 'signed-in') return;
      stop();
      resolve(state.session);
    });
  });
}
