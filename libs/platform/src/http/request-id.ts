import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { httpLimits } from './http-limits.js';
import { requestIdHeader } from './response-headers.js';

const acceptable = new RegExp(`^[A-Za-z0-9._-]{1,${httpLimits.requestIdLengthMax}}$`);

/** The client's own id where it is harmless to log and to echo, else a UUID. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers[requestIdHeader];
  return typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
}
