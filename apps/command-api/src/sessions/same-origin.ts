import type { FastifyRequest } from 'fastify';

type Sent = Pick<FastifyRequest, 'headers' | 'host' | 'protocol'>;

/**
 * Whether a request comes from a page of ours, by what browsers say of it (Fetch Metadata; RFC 6454 section 7). One that says
 * neither is no browser's of today.
 */
export function isFromOwnPage({ headers, host, protocol }: Sent, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  if (origin === new URL(publicUrl).origin) return true;
  const url = new URL(origin);
  // A proxy may have taken the encryption off, so that we see http where the page was https; never the other way round.
  return url.host === host && (url.protocol === 'https:' || protocol === 'http');
}
