import { isAttended } from './attention.js';
import type { Session } from './session.js';
import { sessionAgain, sessionState } from './session-store.js';

const csrfHeader = 'X-CSRF-Token';
/** The server does not take such a request for a sign of life: a tab that asks by itself keeps no session alive. */
const backgroundHeader = 'Keyledger-Background';

/**
 * Sends the request with the session's CSRF token. Where the session has ended meanwhile, the request waits for somebody
 * to sign in again and is then sent once more: nothing that was filled in is lost.
 */
export async function fetchInSession(request: Request): Promise<Response> {
  if (request.method === 'GET' && !isAttended(Date.now())) request.headers.set(backgroundHeader, 'true');
  const sentWith = tokenNow();
  const response = await fetch(withToken(request.clone(), sentWith));
  if (response.status !== 401 || sessionState().kind === 'signed-out') return response;
  // Another question may have found out first, and a new session be there already.
  const session = tokenNow() === sentWith ? await sessionAgain() : signedIn();
  return session === null ? response : fetch(withToken(request, session.csrfToken));
}

function signedIn(): Session | null {
  const state = sessionState();
  return state.kind === 'signed-in' ? state.session : null;
}

function tokenNow(): string | null {
  return signedIn()?.csrfToken ?? null;
}

function withToken(request: Request, token: string | null): Request {
  if (token !== null && request.method !== 'GET') request.headers.set(csrfHeader, token);
  return request;
}
