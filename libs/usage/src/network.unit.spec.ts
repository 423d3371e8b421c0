import { describe, expect, it } from '@jest/globals';
import { networkOf } from './network.js';

describe('networkOf', () => {
  it.each([
    ['192.0.2.17', '192.0.2.0/24'],
    ['::ffff:192.0.2.17', '192.0.2.0/24'],
    ['255.255.255.255', '255.255.255.0/24'],
    ['2001:db8:1:2::3', '2001:db8:1::/48'],
    ['::1', '::/48'],
  ])('puts %s into %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each([null, '', 'unknown', '192.0.2', 'fe80::1%eth0'])('knows none for %j', (text) => {
    expect(networkOf(text)).toBeNull();
  });
});
