import type { Transport } from '../formats/key-format.js';
import { type HeaderReading, malformed, missing, readHeader } from './header-reading.js';

/** RFC 9110 section 11.2, token68: what can be a key. No spaces, no control characters, nothing percent-encoded. */
const token = '[A-Za-z0-9._~+/-]+=*';
const tokenAlone = new RegExp(`^${token}$`);

/** RFC 6750 section 2.1, with the one space of RFC 9110; what more there is, is malformed. */
const bearer = new RegExp(`^bearer (${token})$`, 'i');

/** An e-mail address or another name: RFC 5321 allows 254 octets. No spaces and no control characters. */
const userAlone = /^[\x21-\x7e]{1,254}$/;

/** The value as it was presented, and whose it is said to be where the transport says so. */
export type TransportReading =
  | { readonly outcome: 'given'; readonly value: string; readonly user: string | null }
  | Exclude<HeaderReading, { readonly outcome: 'given' }>;

/** `Authorization: Bearer VALUE`. */
export function readBearer(rawHeaders: readonly string[]): HeaderReading {
  const header = readHeader(rawHeaders, 'Authorization');
  if (header.outcome !== 'given') return header;
  const value = bearer.exec(header.value)?.[1];
  return value === undefined
    ? malformed('The header is not Authorization: Bearer KEY.')
    : { outcome: 'given', value };
}

export function readTransport(rawHeaders: readonly string[], transport: Transport): TransportReading {
  switch (transport.kind) {
    case 'bearer':
      return ofNobody(readBearer(rawHeaders));
    case 'header':
      return ofNobody(readAlone(rawHeaders, transport.header, tokenAlone));
    case 'header-pair':
      return readPair(rawHeaders, transport);
  }
}

function ofNobody(reading: HeaderReading): TransportReading {
  return reading.outcome === 'given' ? { ...reading, user: null } : reading;
}

function readAlone(rawHeaders: readonly string[], name: string, grammar: RegExp): HeaderReading {
  const header = readHeader(rawHeaders, name);
  if (header.outcome !== 'given' || grammar.test(header.value)) return header;
  return malformed(`The ${name} header holds characters that have no place there.`);
}

/** TX-6. One of the two without the other is a slip, and told as such. */
function readPair(
  rawHeaders: readonly string[],
  { userHeader, valueHeader }: Extract<Transport, { kind: 'header-pair' }>,
): TransportReading {
  const user = readAlone(rawHeaders, userHeader, userAlone);
  if (user.outcome === 'malformed') return user;
  const value = readAlone(rawHeaders, valueHeader, tokenAlone);
  if (value.outcome === 'malformed') return value;
  if (user.outcome === 'missing' && value.outcome === 'missing') return missing;
  if (user.outcome === 'missing') return malformed(`There is ${valueHeader}, but no ${userHeader} header.`);
  if (value.outcome === 'missing') return malformed(`There is ${userHeader}, but no ${valueHeader} header.`);
  return { outcome: 'given', value: value.value, user: user.value };
}
