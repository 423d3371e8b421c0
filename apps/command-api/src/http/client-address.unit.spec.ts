import { describe, expect, it } from '@jest/globals';
import { clientAddressOf } from './client-address.js';

describe('the client address that is recorded', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:DB8::0:1', '2001:db8::1'],
  ])('of %s is %s', (ip, address) => {
    expect(clientAddressOf({ ip })).toBe(address);
  });

  it.each(['', 'unknown', '10.0.0.0/8', '192.0.2.7:443', `kl_live_${'a'.repeat(33)}`])(
    'is none for %j, which a proxy may have passed on',
    (ip) => {
      expect(clientAddressOf({ ip })).toBeNull();
    },
  );
});
