import { normaliseAddressEntry, parseAddress } from '@keyledger/domain';
import type { FastifyRequest } from 'fastify';

/** Where a request came from, to be recorded; null where a trusted proxy forwarded it for what is no address. */
export function clientAddressOf({ ip }: Pick<FastifyRequest, 'ip'>): string | null {
  return parseAddress(ip) === null ? null : normaliseAddressEntry(ip);
}
