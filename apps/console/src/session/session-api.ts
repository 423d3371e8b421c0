import { problemOf, unreachable } from '../api/problem.js';
import type { Session } from './session.js';

const path = '/v1/session';

/** Null: nobody is signed in. */
export async function readSession(): Promise<Session | null> {
  const response = await call('GET', path, null);
  const state = await bodyOf(response);
  if (!response.ok) throw problemOf(response.status, state);
  return (state as { readonly signedIn: boolean }).signedIn ? (state as Session) : null;
}

/** The key is in this request and nowhere else: it is not kept by the page. */
export async function signIn(key: string): Promise<Session> {
  return sessionIn(await call('POST', path, null, { key }));
}

export async function signOut(session: Session, everywhere: boolean): Promise<void> {
  const response = await call('DELETE', everywhere ? '/v1/sessions' : path, session.csrfToken);
  if (!response.ok && response.status !== 401) throw problemOf(response.status, await bodyOf(response));
}

async function call(method: string, url: string, csrfToken: string | null, body?: object): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (csrfToken !== null) headers['X-CSRF-Token'] = csrfToken;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    return await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  } catch {
    throw unreachable();
  }
}

async function sessionIn(response: Response): Promise<Session> {
  const body = await bodyOf(response);
  if (!response.ok) throw problemOf(response.status, body);
  return body as Session;
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
