import { createTestDatabase, waitFor } from '@keyledger/testing';
import { profileIds, profileOf } from '@keyledger/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authorize, carry, createKnownKey, dressed, openAccount, told } from './spec-authorize.js';
import { type MintedKey, SpecVerifier } from './spec-verifier.js';

const secret = 'a secret of gateways'.replaceAll(' ', '-');
let verifier: SpecVerifier;
let key: MintedKey;

beforeAll(async () => {
  const environment = { GATEWAY_SECRET: secret, STALENESS_MAX_MS: '1000' };
  verifier = await SpecVerifier.start(await createTestDatabase(), environment);
  for (const profile of profileIds) await openAccount(verifier, profile, { profile });
  key = await createKnownKey(verifier, { accountId: 'keyledger' });
});

afterAll(async () => {
  await verifier.stop();
});

const bearer = (): string => `Authorization: Bearer ${key.value}`;

describe('a secret of gateways', () => {
  it.each([
    ['no secret', []],
    ['another', ['X-Keyledger-Gateway: another-secret-of-gateways']],
    ['its start', [`X-Keyledger-Gateway: ${secret.slice(0, -1)}`]],
    ['two', [`X-Keyledger-Gateway: ${secret}`, `X-Keyledger-Gateway: ${secret}`]],
  ])('keeps out who sends %s, whatever the key', async (_, lines) => {
    for (const path of ['keyledger', 'keyledger/orders', 'keyledger?refusal=headers', 'nobody']) {
      const answer = await authorize(verifier, path, [bearer(), ...lines]);
      expect([answer.status, (JSON.parse(answer.body) as { code: string }).code]).toEqual([
        403,
        'GATEWAY_NOT_RECOGNISED',
      ]);
      expect(answer.headers).not.toHaveProperty('x-keyledger-status');
      expect(JSON.stringify(answer)).not.toContain(secret);
    }
  });

  it('lets in who sends it', async () => {
    const lines = [bearer(), `X-Keyledger-Gateway: ${secret}`];
    await waitFor(async () => (await authorize(verifier, 'keyledger', lines)).status === 200);
  });
});

/** Last, since nothing is fresh afterwards. */
describe.each(profileIds)('a log that is out of reach, to gateways of %s', (profile) => {
  it('is told as 503 STALE in the profile’s dress, before anything about the key', async () => {
    verifier.link.cut();
    const [format] = profileOf(profile).formats;
    const lines = [...carry(format, 'x'.repeat(40)), `X-Keyledger-Gateway: ${secret}`];
    const answer = await waitFor(async () => {
      const asked = await authorize(verifier, profile, lines);
      return asked.status === 503 ? asked : null;
    });
    expect(told(answer)).toEqual(dressed(verifier, profile, 'STALE'));
    expect(answer.headers).toMatchObject({ 'retry-after': '1', 'cache-control': 'no-store' });
  });
});
