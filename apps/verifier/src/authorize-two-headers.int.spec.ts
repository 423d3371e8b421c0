import type { KeyFormat } from '@keyledger/domain';
import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  accountEmail,
  authorize,
  carry,
  createKnownKey,
  dressCases,
  dressed,
  openAccount,
  told,
} from './spec-authorize.js';
import { SpecVerifier, unissuedValue } from './spec-verifier.js';

const account = 'telco';
const key = formatOf('key');
const token = formatOf('token');
let verifier: SpecVerifier;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
  await openAccount(verifier, account, { profile: 'tagged-keys' });
});

afterAll(async () => {
  await verifier.stop();
});

function formatOf(kind: string): KeyFormat {
  const found = dressCases.find(({ profile, format }) => profile === 'tagged-keys' && format.kind === kind);
  if (found === undefined) throw new Error(`No ${kind}`);
  return found.format;
}

describe('the two headers of TX-6', () => {
  it.each([
    ['the address in other case', 'OWNER@example.test', 200],
    ['the address of another', 'other@example.test', 401],
    ['no address of anybody', 'nobody', 401],
  ])('TX-6: %s', async (_, user, status) => {
    const { value } = await createKnownKey(verifier, {
      ...{ accountId: account, profile: 'tagged-keys', format: token },
    });
    const answer = await authorize(verifier, account, carry(token, value, user));
    expect(answer.status).toBe(status);
    if (status === 401) expect(told(answer)).toEqual(dressed(verifier, 'tagged-keys', 'UNKNOWN_KEY'));
  });

  it.each([
    ['x-api-token', 'There is x-api-token, but no x-api-user header.'],
    ['x-api-user', 'There is x-api-user, but no x-api-token header.'],
  ])('TX-6: %s alone', async (only, detail) => {
    const lines = carry(token, unissuedValue(token)).filter((line) => line.startsWith(only));
    const answer = await authorize(verifier, account, lines);
    expect(told(answer)).toEqual(dressed(verifier, 'tagged-keys', 'INVALID_CREDENTIALS', { detail }));
  });

  it('TX-6: a token does not do as a bearer key, nor a key as a token', async () => {
    for (const [minted, sent] of [
      [token, key],
      [key, token],
    ] as const) {
      const { value } = await createKnownKey(verifier, {
        ...{ accountId: account, profile: 'tagged-keys', format: minted },
      });
      expect(told(await authorize(verifier, account, carry(sent, value)))).toEqual(
        dressed(verifier, 'tagged-keys', 'UNKNOWN_KEY'),
      );
    }
  });

  it('TX-1: two credentials of different kinds in one request are refused', async () => {
    const wishes = { accountId: account, profile: 'tagged-keys' } as const;
    const lines = [
      ...carry(key, (await createKnownKey(verifier, { ...wishes, format: key })).value),
      ...carry(token, (await createKnownKey(verifier, { ...wishes, format: token })).value, accountEmail),
    ];
    expect(told(await authorize(verifier, account, lines))).toEqual(
      dressed(verifier, 'tagged-keys', 'INVALID_CREDENTIALS', {
        detail: 'There is more than one credential in the request.',
      }),
    );
  });
});
