import { profileIds, profileOf } from '@keyledger/domain';
import { VerificationIndex } from '@keyledger/verification';
import { describe, expect, it } from '@jest/globals';
import { AuthorizeEndpoint, type AuthorizeEndpointParts } from './authorize-endpoint.js';
import { carry } from './spec-authorize.js';
import { unissuedValue } from './spec-verifier.js';
import { VerdictCounts } from './verdict-counts.js';

/** An endpoint in front of an index that has heard of one account and of no key. */
function endpointOf(
  profile: (typeof profileIds)[number],
  live: Partial<AuthorizeEndpointParts['live']>,
  onError: (error: unknown) => void = () => undefined,
  sheds = false,
) {
  const index = new VerificationIndex();
  const account = { accountId: 'acme', apiAccess: true, profile, email: null, catalogue: null };
  index.applyRow({ kind: 'account', ...account });
  const counts = new VerdictCounts();
  const checkKey = (): never => {
    throw new Error('TopSecret.ts:1');
  };
  const record = (): never => {
    throw new Error('Recorded.');
  };
  const endpoint = new AuthorizeEndpoint({
    ...{
      counts,
      onError,
      recorder: { record, recordUnknownKey: record },
      clock: { now: () => 0 },
      overload: { sheds: () => sheds },
    },
    limiter: { conclude: (verdict) => ({ verdict, limits: [] }) },
    live: { index, hasCaughtUp: true, asOf: 1n, isFresh: () => true, checkKey, ...live },
  });
  const format = profileOf(profile).formats[0];
  const rawHeaders = carry(format, unissuedValue(format)).flatMap((line) => line.split(': '));
  const question = {
    ...{ accountId: 'acme', rawHeaders, address: '192.0.2.1', userAgent: null },
    ...{ original: null, operation: null },
  };
  return { counts, authorize: () => endpoint.authorize(question) };
}

describe.each(profileIds)('a gateway of an account of %s', (profile) => {
  it('is told OVERLOADED where there is too much to do, whatever it asks', () => {
    const { authorize, counts } = endpointOf(profile, {}, undefined, true);
    const denial = { code: 'OVERLOADED', detail: null, sufficient: null };
    expect(authorize()).toEqual({ allowed: false, profile: profileOf(profile), denial, limits: [] });
    expect(counts.byCode.OVERLOADED).toBe(1);
  });

  it('is told NOT_READY while the index has not caught up, whatever it asks', () => {
    const { authorize, counts } = endpointOf(profile, { hasCaughtUp: false });
    const denial = { code: 'NOT_READY', detail: null, sufficient: null };
    expect(authorize()).toEqual({ allowed: false, profile: profileOf(profile), denial, limits: [] });
    expect(counts.byCode.NOT_READY).toBe(1);
  });

  it('is told of a bug in the profile’s words, and nothing of what it is (SG-6)', () => {
    const errors: unknown[] = [];
    const { authorize } = endpointOf(profile, {}, (error) => errors.push(error));
    const denial = { code: 'INTERNAL', detail: null, sufficient: null };
    expect(authorize()).toEqual({ allowed: false, profile: profileOf(profile), denial, limits: [] });
    expect(errors).toEqual([new Error('TopSecret.ts:1')]);
  });
});
