import { describe, expect, it } from '@jest/globals';
import type { RequestEvent } from '@keyledger/contracts';
import { withAddressAsKept } from './address-policy.js';
import { networkOf } from './network.js';

function from(clientAddress: string | null): RequestEvent {
  return {
    ...{ keyId: 'key_a', accountId: 'acme', operation: null, code: 'VALID', clientAddress },
    ...{ userAgent: null, verifier: null, time: '2026-11-21T08:15:30.125Z', producer: 'p', sequence: 0 },
  };
}

describe('what is kept of an address', () => {
  it('is all of it where the account wants that', () => {
    expect(withAddressAsKept(from('192.0.2.77'), 'full').clientAddress).toBe('192.0.2.77');
  });

  it.each([
    ['192.0.2.77', '192.0.2.0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
    ['::ffff:192.0.2.77', networkOf('::ffff:192.0.2.77')?.split('/')[0]],
    ['no address', null],
    [null, null],
  ])('of %s is %s where it is truncated, in the same network', (given, kept) => {
    const truncated = withAddressAsKept(from(given), 'truncated');
    expect(truncated.clientAddress).toBe(kept);
    expect(networkOf(truncated.clientAddress)).toBe(networkOf(given));
  });

  it('is nothing where the account wants that', () => {
    expect(withAddressAsKept(from('192.0.2.77'), 'none')).toEqual(from(null));
  });
});
