import type { IncomingMessage } from 'node:http';
import { type HeaderReading, readHeader } from '@keyledger/domain';

/** What the client asked the gateway for. */
export interface OriginalRequest {
  readonly method: string;
  /** As in the request line, without the query, which may hold secrets and says nothing of the operation. */
  readonly path: string;
}

/** The headers in which gateways tell of it: nginx by its configuration; Traefik, Caddy and others by themselves. */
const headerPairs = [
  ['X-Original-Method', 'X-Original-URI'],
  ['X-Forwarded-Method', 'X-Forwarded-Uri'],
] as const;

/**
 * The original request as headers tell it; null: they do not, or not clearly. Gateways set the one pair that they know
 * and let the other through, which is then the client's own word; so nobody who sends both is believed.
 */
export function requestInHeaders(rawHeaders: readonly string[]): OriginalRequest | null {
  const told = headerPairs
    .map((names) => names.map((name) => readHeader(rawHeaders, name)))
    .filter((pair) => pair.some(({ outcome }) => outcome !== 'missing'));
  const [method, target] = (told.length === 1 && told[0]) || [];
  if (!isGiven(method) || !isGiven(target)) return null;
  return { method: method.value, path: pathOf(target.value) };
}

/** For Envoy, which sends the request as it is with a prefix before its path. */
export function requestAfterPrefix(
  { method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>,
  prefix: string,
): OriginalRequest {
  return { method, path: pathOf(url.slice(url.indexOf('/', prefix.length))) };
}

function isGiven(
  reading: HeaderReading | undefined,
): reading is Extract<HeaderReading, { readonly outcome: 'given' }> {
  return reading?.outcome === 'given';
}

function pathOf(target: string): string {
  return target.split(/[?#]/, 1)[0] ?? '';
}
