import { describe, expect, it } from '@jest/globals';
import {
  type AccountNetworks,
  accountNetworksMax,
  joinedNetworks,
  networksInUse,
  newlyEstablished,
} from './account-networks.js';
import { dayMs } from './hours.js';
import { newKeyWatch } from './key-watch.js';
import { afterDays, requests, startMs, WatchedKey } from './spec-key.js';

const firstDay = startMs / dayMs;

describe('networks of an account', () => {
  it('are those that a key has used for a week, told once a day', () => {
    const key = new WatchedKey().usual(7);
    expect(newlyEstablished(newKeyWatch, key.watch)).toEqual([]);
    const before = key.watch;
    key.see(requests(afterDays(7), 2)).see(requests(afterDays(7, 3), 2));
    expect(newlyEstablished(before, key.watch)).toEqual([['192.0.2.0/24', firstDay, firstDay + 7]]);
    const told = key.watch;
    key.see(requests(afterDays(7, 6), 2));
    expect(newlyEstablished(told, key.watch)).toEqual([]);
  });

  it('are not those of a visit', () => {
    const key = new WatchedKey().usual(8);
    const before = key.watch;
    key
      .see(requests(afterDays(8), 9, () => ({ clientAddress: '203.0.113.9' })))
      .see(requests(afterDays(9), 9))
      .see(requests(afterDays(9, 3), 1));
    expect(newlyEstablished(before, key.watch).map(([network]) => network)).toEqual(['192.0.2.0/24']);
  });

  it('are the same in whatever order they are told', () => {
    const [a, b]: AccountNetworks[] = [
      [['192.0.2.0/24', 10, 20]],
      [
        ['192.0.2.0/24', 12, 19],
        ['198.51.100.0/24', 1, 30],
      ],
    ];
    expect(joinedNetworks(a ?? [], b ?? [])).toEqual(joinedNetworks(b ?? [], a ?? []));
    expect(joinedNetworks(a ?? [], b ?? [])).toContainEqual(['192.0.2.0/24', 10, 20]);
  });

  it('are bounded, the newest kept, and forgotten when nobody uses them for a month', () => {
    const many: AccountNetworks = Array.from({ length: 500 }, (_, day) => [`10.${day}.0.0/24`, 0, day]);
    const kept = joinedNetworks([], many);
    expect(kept).toHaveLength(accountNetworksMax);
    expect(networksInUse(kept, 500 * dayMs).has('10.499.0.0/24')).toBe(true);
    expect(networksInUse(kept, 530 * dayMs).size).toBe(0);
  });
});
