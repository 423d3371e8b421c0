import type { Denial, KeyFormat } from '@keyledger/domain';
import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  authorize,
  carry,
  createKnownKey,
  dressCases,
  dressed,
  headerOf,
  openAccount,
  told,
} from './spec-authorize.js';
import type { RawAnswer } from './spec-raw-http.js';
import { type MintedKey, SpecVerifier, unissuedValue } from './spec-verifier.js';

let verifier: SpecVerifier;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
});

afterAll(async () => {
  await verifier.stop();
});

/** Without what differs from answer to answer of the same kind. */
function comparable({ status, headers, body }: RawAnswer): object {
  const { date, 'x-request-id': requestId, ...others } = headers;
  expect([date, requestId]).not.toContain(undefined);
  return { status, headers: others, body };
}

function withOneChanged(value: string, at: number): string {
  return `${value.slice(0, at)}${value[at] === 'a' ? 'b' : 'a'}${value.slice(at + 1)}`;
}

describe.each(dressCases)('the credential of $name', ({ name, profile, format }) => {
  const account = name.replace(', ', '-');
  const header = headerOf(format);
  const isBearer = format.transport.kind === 'bearer';
  const namesKeys = format.lacksSecret(unissuedValue(format).split('.')[0] ?? '');
  let own: MintedKey;
  let foreign: MintedKey;

  beforeAll(async () => {
    await openAccount(verifier, account, { profile });
    await openAccount(verifier, `other-${account}`, { profile });
    own = await createKnownKey(verifier, { accountId: account, profile, format });
    foreign = await createKnownKey(verifier, { accountId: `other-${account}`, profile, format });
  });

  /** Refused with this code in the profile's words, and nothing of what was sent comes back or is kept. */
  async function expectRefused(lines: readonly string[], code: Denial['code'], detail: string | null = null) {
    const answer = await authorize(verifier, account, lines);
    expect(told(answer)).toEqual(dressed(verifier, profile, code, { detail }));
    const secret = own.value.slice(-12);
    expect(JSON.stringify(answer)).not.toContain(secret);
    return answer;
  }

  const replaced = (value: string, lines = carry(format, own.value)): readonly string[] => [
    ...lines.slice(0, -1),
    `${header}: ${value}`,
  ];

  it('is let in', async () => {
    const { status, headers, body } = await authorize(verifier, account, carry(format, own.value));
    expect([status, body]).toEqual([200, '']);
    expect(headers).toMatchObject({ 'x-keyledger-key-id': own.keyId, 'x-keyledger-account': account });
    expect(BigInt(headers['x-keyledger-as-of'] ?? 0)).toBeGreaterThan(0n);
  });

  it('absent', async () => {
    await expectRefused([], 'MISSING_CREDENTIALS');
  });

  it('empty', async () => {
    const lines = carry(format, '').map((line) => line.replace(/:.*/, ':'));
    await expectRefused(lines, 'MISSING_CREDENTIALS');
  });

  it.each(['with itself', 'with another'])('doubled %s', async (how) => {
    const second = carry(format, how === 'with itself' ? own.value : unissuedValue(format));
    const lines = [...carry(format, own.value), ...second.slice(-1)];
    const shown = isBearer || format.transport.kind === 'header-pair' ? header : 'x-api-key';
    await expectRefused(lines, 'INVALID_CREDENTIALS', `There is more than one ${shown} header.`);
    await expectRefused(lines.toReversed(), 'INVALID_CREDENTIALS', `There is more than one ${shown} header.`);
  });

  it('of the wrong scheme', async () => {
    const lines = [`Authorization: Basic ${Buffer.from(`u:${own.value}`).toString('base64')}`];
    if (isBearer || profile === 'tagged-keys') {
      await expectRefused(lines, 'INVALID_CREDENTIALS', 'The header is not Authorization: Bearer KEY.');
    } else await expectRefused(lines, 'MISSING_CREDENTIALS');
  });

  it('with spaces around it, which HTTP says are no part of it', async () => {
    const lines = carry(format, own.value).map((line) => `${line.replace(': ', ': \t ')} \t `);
    expect((await authorize(verifier, account, lines)).status).toBe(200);
  });

  it.each([
    ['spaces inside', (value: string) => `${value.slice(0, 9)} ${value.slice(9)}`],
    ['a space more before it', (value: string) => (isBearer ? ` ${value}` : `x ${value}`)],
    ['a list', (value: string) => `${value},${value}`],
    ['non-ASCII characters', (value: string) => `${value}é`],
    ['its UTF-8 bytes as another script', (value: string) => Buffer.from(`${value}ключ`).toString('latin1')],
    ['a quote', (value: string) => `"${value}"`],
    [
      'percent-encoding',
      (value: string) => value.replace(/[_.-]/, (one) => `%${one.charCodeAt(0).toString(16)}`),
    ],
  ])('with %s', async (_, changed) => {
    const lines = replaced(`${isBearer ? 'Bearer ' : ''}${changed(own.value)}`);
    const detail = isBearer
      ? 'The header is not Authorization: Bearer KEY.'
      : `The ${header} header holds characters that have no place there.`;
    await expectRefused(lines, 'INVALID_CREDENTIALS', detail);
  });

  it('of more than 8 KiB', async () => {
    const lines = replaced(`${isBearer ? 'Bearer ' : ''}${own.value}${'x'.repeat(8_192)}`);
    const detail = `The ${header} header is longer than 8192 characters.`;
    await expectRefused(lines, 'INVALID_CREDENTIALS', detail);
  });

  it('that is long, and within the bound', async () => {
    await expectRefused(replaced(`${isBearer ? 'Bearer ' : ''}${'x'.repeat(8_000)}`), 'MALFORMED_KEY');
  });

  it.each(['\0', '\x01', '\x7f'])('with a control character (%j): is not HTTP', async (character) => {
    const lines = replaced(`${isBearer ? 'Bearer ' : ''}${own.value}${character}`);
    const { status, body } = await authorize(verifier, account, lines);
    if (character === '\0') {
      expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([400, 'INVALID_REQUEST']);
    } else expect(status).toBeGreaterThanOrEqual(400);
    expect(body).not.toContain(own.value.slice(-12));
  });

  it('of another profile, whosever it is', async () => {
    for (const each of dressCases.filter((other) => other.profile !== profile)) {
      await expectRefused(carry(format, unissuedValue(each.format)), 'UNKNOWN_KEY');
    }
  });

  it('of another account and of nobody are answered with the same bytes', async () => {
    const unknown = await expectRefused(carry(format, unissuedValue(format)), 'UNKNOWN_KEY');
    const others = await expectRefused(carry(format, foreign.value), 'UNKNOWN_KEY');
    expect(comparable(others)).toEqual(comparable(unknown));
  });

  if (namesKeys) {
    it('with the wrong secret to another’s id is answered as nobody’s', async () => {
      const unknown = await expectRefused(carry(format, unissuedValue(format)), 'UNKNOWN_KEY');
      const wrong = await expectRefused(carry(format, withOneChanged(foreign.value, 40)), 'UNKNOWN_KEY');
      expect(comparable(wrong)).toEqual(comparable(unknown));
    });
  }

  it('truncated', async () => {
    const code = namesKeys ? 'INVALID_SECRET' : 'MALFORMED_KEY';
    await expectRefused(carry(format, own.value.slice(0, -1)), code);
    await expectRefused(carry(format, own.value.slice(1)), 'MALFORMED_KEY');
  });

  it('with one character changed', async () => {
    const at = own.value.length - 10;
    await expectRefused(carry(format, withOneChanged(own.value, at)), codeOfChanged(format, namesKeys));
  });

  it('alone where only an id is', async () => {
    const lines = carry(format, own.keyId);
    await expectRefused(lines, namesKeys ? 'SECRET_REQUIRED' : 'MALFORMED_KEY');
  });

  it('is kept nowhere, and nobody’s key leaves a trace', async () => {
    const before = (await verifier.requestEvents()).length;
    await authorize(verifier, account, carry(format, foreign.value));
    await authorize(verifier, account, carry(format, unissuedValue(format)));
    await authorize(verifier, account, []);
    const events = await verifier.requestEvents();
    expect(events).toHaveLength(before);
    expect(JSON.stringify(events)).not.toContain(own.value.slice(-12));
    expect(events.some(({ keyId }) => keyId === foreign.keyId)).toBe(false);
    expect(await verifier.metrics()).not.toContain(own.value.slice(-12));
  });
});

function codeOfChanged(format: KeyFormat, namesKeys: boolean): Denial['code'] {
  if (namesKeys) return 'INVALID_SECRET';
  return format.pattern.startsWith('wsk') ? 'UNKNOWN_KEY' : 'MALFORMED_KEY'; // the one format without a checksum
}
