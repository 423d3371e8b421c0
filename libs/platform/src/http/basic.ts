import type { IncomingMessage } from 'node:http';
import { type HeaderReading, readHeader } from '@keyledger/domain';

export type BasicReading =
  | { readonly outcome: 'given'; readonly user: string; readonly password: string }
  | Exclude<HeaderReading, { readonly outcome: 'given' }>;

const malformed = {
  outcome: 'malformed',
  detail: 'The header is not Authorization: Basic BASE64(ID:SECRET).',
} as const;

/** RFC 7617 section 2: `token68` of one kind, and nothing after it. */
const basic = /^basic ([A-Za-z0-9+/]+={0,2})$/i;

/** Whether the request chose `Authorization: Basic`, well-formed or not. */
export function choosesBasic({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): boolean {
  const header = readHeader(rawHeaders, 'Authorization');
  return header.outcome === 'given' && /^basic(?: |$)/i.test(header.value);
}

/** The credentials of an OAuth client: id and secret are form-encoded each (RFC 6749 section 2.3.1). */
export function basicCredential({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): BasicReading {
  const header = readHeader(rawHeaders, 'Authorization');
  if (header.outcome !== 'given') return header;
  const pair = Buffer.from(basic.exec(header.value)?.[1] ?? '', 'base64').toString();
  const colon = pair.indexOf(':');
  const user = formDecoded(pair.slice(0, Math.max(0, colon)));
  const password = formDecoded(pair.slice(colon + 1));
  return colon < 0 || user === null || password === null ? malformed : { outcome: 'given', user, password };
}

function formDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null; // a stray percent sign
  }
}
