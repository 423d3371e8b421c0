import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyRequest } from 'fastify';

const plainName = 'keyledger_session';
/** Browsers keep a cookie of such a name only as it was set: secure, for this host alone, for all of it (RFC 6265bis). */
const secureName = `__Host-${plainName}`;

const attributes = { httpOnly: true, sameSite: 'strict', path: '/' } as const;

type Reached = Pick<FastifyRequest, 'protocol' | 'hostname'>;

/** How a browser reaches us: what holds of its requests decides about its cookie. */
export interface CookieSafety {
  /** The cookie is `Secure`: never sent in the clear. */
  readonly secure: boolean;
  /** Whether a browser would take it: in the clear it takes no secure one. */
  readonly possible: boolean;
}

/** In the clear on this machine itself alone, where nobody listens in between. */
export function cookieSafety(request: Reached, publicUrl: string): CookieSafety {
  const overHttps = request.protocol === 'https' || publicUrl.startsWith('https:');
  const secure = overHttps || !isLoopback(request.hostname);
  return { secure, possible: overHttps || !secure };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The token of the session that the browser is signed in with; null: none. */
export function sessionTokenOf(
  request: Pick<FastifyRequest, 'headers'>,
  { secure }: CookieSafety,
): string | null {
  const { cookie } = request.headers;
  if (cookie === undefined) return null;
  return parseCookie(cookie)[nameOf(secure)] ?? null;
}

/** `Set-Cookie`. Without an age, so that it goes with the browser; the register knows when the session ends. */
export function sessionCookie(token: string, { secure }: CookieSafety): string {
  return stringifySetCookie({ name: nameOf(secure), value: token, ...attributes, secure });
}

/** `Set-Cookie` that takes it away. */
export function clearedSessionCookie({ secure }: CookieSafety): string {
  return stringifySetCookie({ name: nameOf(secure), value: '', ...attributes, secure, maxAge: 0 });
}

function nameOf(secure: boolean): string {
  return secure ? secureName : plainName;
}
