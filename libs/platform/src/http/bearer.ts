import type { IncomingMessage } from 'node:http';
import { type HeaderReading, readBearer } from '@keyledger/domain';

/** The credential of a request to Keyledger's own APIs: `Authorization: Bearer KEY`, and nothing else. */
export function bearerCredential({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): HeaderReading {
  return readBearer(rawHeaders);
}
