import type { AskedBy } from '@keyledger/sessions';
import type { FastifyRequest } from 'fastify';

/**
 * Whether somebody did something in the page, or the page asked by itself: it says so in `Keyledger-Background`. Streams it
 * cannot say that of (EventSource sends no headers): they are opened again by browsers, and looked at again while they last.
 */
export function askedBy({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): AskedBy {
  if (method !== 'GET') return 'somebody';
  const isStream = headers.accept?.includes('text/event-stream') === true;
  return isStream || headers['keyledger-background'] !== undefined ? 'page' : 'somebody';
}
