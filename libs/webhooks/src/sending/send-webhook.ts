import type { LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isError, maskSecrets } from '@keyledger/platform';
import type { AllowedAddresses } from './allowed-addresses.js';
import { type Resolve, checkedAddresses } from './target.js';

/** Of an answer, what people are shown; more is never read. */
export const responseBytesMax = 1_000;
const responseHeaderBytesMax = 16_384;
const errorCharactersMax = 300;

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SendingParts {
  readonly allowed: AllowedAddresses;
  readonly resolve: Resolve;
  /** For all of it: the name, the connection, the answer. */
  readonly timeoutMs: number;
}

export type SendOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly response: string;
      /** The header as it came; null: there was none. */
      readonly retryAfter: string | null;
    }
  | { readonly kind: 'failed'; readonly error: string };

/**
 * One attempt, never a redirect. Connects to the addresses that were checked and to no others. Resolves always, and in
 * about `timeoutMs` at the latest.
 */
export async function sendWebhook(request: WebhookRequest, parts: SendingParts): Promise<SendOutcome> {
  const signal = AbortSignal.timeout(parts.timeoutMs);
  try {
    const url = new URL(request.url);
    const addresses = await orAborted(checkedAddresses(url, parts.allowed, parts.resolve), signal);
    return await exchange(url, { ...request, addresses, signal });
  } catch (error) {
    if (signal.aborted) return { kind: 'failed', error: `No answer within ${parts.timeoutMs} ms.` };
    return { kind: 'failed', error: shown(describe(error), errorCharactersMax) };
  }
}

interface Exchange extends WebhookRequest {
  readonly addresses: readonly LookupAddress[];
  readonly signal: AbortSignal;
}

function exchange(url: URL, { headers, body, addresses, signal }: Exchange): Promise<SendOutcome> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      ...{ method: 'POST', headers, lookup: pinnedTo(addresses), signal },
      // No connection is kept: the next one is checked again.
      ...{ agent: false, maxHeaderSize: responseHeaderBytesMax },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.on('error', reject);
      readStart(response)
        .then((text) => {
          const retryAfter = response.headers['retry-after'] ?? null;
          resolve({ kind: 'answered', status: response.statusCode ?? 0, response: text, retryAfter });
          sent.destroy();
        })
        .catch(reject);
    });
    sent.end(body);
  });
}

/** Node asks for the name again when it connects; it gets what was checked. */
function pinnedTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_name, { all }, callback) => {
    const [first] = addresses;
    if (all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

/** The status decides; whoever answers at length is not listened to. */
async function readStart(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= responseBytesMax) break;
  }
  return shown(Buffer.concat(chunks).subarray(0, responseBytesMax).toString('utf8'), responseBytesMax);
}

/** Fit for a row and a page: Postgres takes no NUL, people no control characters. */
function shown(text: string, charactersMax: number): string {
  return maskSecrets(text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim()).slice(0, charactersMax);
}

function describe(error: unknown): string {
  if (!isError(error)) return String(error);
  if (error instanceof AggregateError) return error.errors.map(describe).join('; ');
  return error.message;
}

function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    }),
  ]);
}
