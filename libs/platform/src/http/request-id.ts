import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { maskSecrets } from '../logging/mask-secrets.js';
import { httpLimits } from './http-limits.js';
import { requestIdHeader } from './response-headers.js';

const acceptable = new RegExp(`^[A-Za-z0-9._-]{1,${httpLimits.requestIdLengthMax}}$`);

/** The client's own id where it is harmless to log, to record and to echo (no key, for one), else a UUID. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers[requestIdHeader];
  return typeof given === 'string' && isHarmless(given) ? given : randomUUID();
}

function isHarmless(text: string): boolean {
  return acceptable.test(text) && maskSecrets(text) === text;
}
