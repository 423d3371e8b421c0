import { isIP } from 'node:net';
import { isWellFormedKey } from '@keyledger/domain';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { logLevels } from './config.js';
import { parseKafkaUrl } from './kafka-url.js';

/** Each parser reads the text of one environment variable; its message completes "NAME must be ...". */
function parser<Value>(expected: string, parse: (text: string) => Value | undefined) {
  return z.string().transform((text, context) => {
    const value = parse(text.trim());
    if (value !== undefined) return value;
    context.addIssue(expected);
    return z.NEVER;
  });
}

export function wholeNumber(min: number, max: number) {
  return parser(`a whole number from ${min} to ${max}`, (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= min && value <= max ? value : undefined;
  });
}

export const yesOrNo = parser('true or false', (text) => {
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
});

const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

export const host = parser('an IP address or a host name, without scheme or port', (text) => {
  if (isIP(text) !== 0) return text;
  // Digits and dots alone are a mistyped address, not a name.
  return hostName.test(text) && !/^[\d.]+$/.test(text) ? text : undefined;
});

export const publicUrl = parser(
  'an http:// or https:// URL without credentials, query or fragment',
  (text) => {
    const url = parseUrl(text);
    if (!url || !['http:', 'https:'].includes(url.protocol)) return undefined;
    if (url.username || url.password || url.search || url.hash) return undefined;
    return url.href.replace(/\/+$/, '');
  },
);

export const logLevel = z.enum(logLevels, `one of ${logLevels.join(', ')}`);

export const directory = parser('a path', (text) => (text.includes('\0') ? undefined : text));

export const rootKey = parser(
  'a well-formed key (kl_live_... or kl_test_..., with a correct checksum)',
  (text) => (isWellFormedKey(text) ? text : undefined),
);

export const gatewaySecret = parser('16 to 200 visible ASCII characters', (text) =>
  /^[\x21-\x7e]{16,200}$/.test(text) ? text : undefined,
);

export const sealingKey = parser('32 bytes in base64', (text) =>
  /^[A-Za-z0-9+/]{43}=$/.test(text) ? text : undefined,
);

const remindersMax = 10;
const reminderDaysMax = 365;

export const reminderDays = parser(
  `up to ${remindersMax} numbers of days from 1 to ${reminderDaysMax}, separated by commas, or none`,
  (text) => {
    if (text === 'none') return [];
    const entries = text.split(',').map((entry) => entry.trim());
    const days = entries.map((entry) => (/^\d{1,3}$/.test(entry) ? Number(entry) : NaN));
    const usable = days.length <= remindersMax && days.every((each) => each >= 1 && each <= reminderDaysMax);
    return usable ? [...new Set(days)].sort((one, other) => other - one) : undefined;
  },
);

const networksMax = 100;

export const networks = parser(
  `up to ${networksMax} IP addresses or CIDR ranges, separated by commas`,
  (text) => {
    const entries = text.split(',').map((entry) => entry.trim());
    const usable = entries.length <= networksMax && entries.every(isAddressOrRange);
    return usable ? entries : undefined;
  },
);

function isAddressOrRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  if (rest.length > 0 || isIP(address) === 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && ipaddr.isValidCIDR(text));
}

/** Schemes that the design has and this version lacks, so that nobody looks for a typing error. */
interface Schemes {
  readonly supported: readonly string[];
  readonly planned: readonly string[];
}

/** URL of a server, by scheme. The message never repeats the URL: it may hold a password. */
export function serverUrl({ supported, planned }: Schemes) {
  const expected = `a URL that begins with ${supported.map((scheme) => `${scheme}://`).join(' or ')}`;
  return z.string().transform((text, context) => {
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text.trim())?.[1]?.toLowerCase();
    if (scheme && supported.includes(scheme) && isServerUrl(text.trim())) return text.trim();
    const isPlanned = scheme !== undefined && planned.includes(scheme);
    context.addIssue(isPlanned ? `${expected}: ${scheme}:// is not supported yet` : expected);
    return z.NEVER;
  });
}

/** A cluster of EventStoreDB is several hosts, separated by commas, of which `URL` knows nothing. */
function withOneHost(url: string): string {
  return url.replace(/^([^/]+:\/\/(?:[^/?@]*@)?[^/?,@]+)(?:,[^/?,@]+)*/, '$1');
}

function parseUrl(text: string): URL | undefined {
  return URL.parse(text) ?? undefined;
}

function isServerUrl(text: string): boolean {
  return /^kafka/i.test(text) ? parseKafkaUrl(text) !== undefined : URL.canParse(withOneHost(text));
}
