import { describe, expect, it } from '@jest/globals';
import { type IpAllowlist, addressAllowed, compileIpAllowlist, parseAddress } from '@keyledger/domain';
import { addressRanges, addresses } from '@keyledger/testing';
import fc from 'fast-check';
import { otherName } from '../bounded-counts.js';
import { networkOf } from '../network.js';
import { auditAddresses, proposedEntriesMax } from './smallest-address-list.js';

function audit(entries: readonly string[], used: readonly (string | null)[], enforced = true) {
  return auditAddresses({ enforced, entries }, new Map(used.map((network) => [network, 7])));
}

function admits(list: IpAllowlist, address: string): boolean {
  return addressAllowed(compileIpAllowlist(list), parseAddress(address));
}

describe('auditAddresses (WX-11)', () => {
  it('lists where an open key came from, next to each other as one', () => {
    expect(audit([], ['192.0.2.0/24', '192.0.3.0/24', '2001:db8::/48'], false)).toEqual({
      unusedEntries: [],
      smallest: ['192.0.2.0/23', '2001:db8::/48'],
    });
  });

  it('narrows what is listed to what was seen, and never beyond what is listed', () => {
    expect(
      audit(
        ['10.0.0.0/8', '192.0.2.7', '192.0.2.9', '198.51.100.0/24'],
        ['10.1.2.0/24', '192.0.2.0/24', '203.0.113.0/24'],
      ),
    ).toEqual({
      unusedEntries: ['198.51.100.0/24'],
      smallest: ['10.1.2.0/24', '192.0.2.7', '192.0.2.9'],
    });
  });

  it('has nothing to propose where the list is what was seen, however it is cut', () => {
    expect(audit(['192.0.2.0/24', '192.0.3.0/24'], ['192.0.3.0/24', '192.0.2.0/24']).smallest).toBeNull();
    expect(audit(['192.0.2.0/23'], ['192.0.3.0/24', '192.0.2.0/24']).smallest).toBeNull();
  });

  it('guesses nothing for a key that was not used, or from where nobody knows', () => {
    expect(audit(['192.0.2.0/24'], [])).toEqual({ unusedEntries: ['192.0.2.0/24'], smallest: null });
    expect(audit([], [null], false).smallest).toBeNull();
    expect(audit(['10.0.0.0/8'], ['10.1.2.0/24', null])).toEqual({ unusedEntries: [], smallest: null });
    expect(audit(['10.0.0.0/8'], ['10.1.2.0/24', otherName]).smallest).toBeNull();
  });

  it('proposes no list to a key that moves about, but to strike out what is not used', () => {
    const networks = Array.from({ length: proposedEntriesMax + 1 }, (_, n) => `10.${2 * n}.0.0/24`);
    expect(audit([], networks, false).smallest).toBeNull();
    expect(audit(['10.0.0.0/8', '172.16.0.0/12'], networks).smallest).toEqual(['10.0.0.0/8']);
  });

  it('lets in whoever was let in, and nobody who was not to be', () => {
    const lists = fc.record({
      enforced: fc.boolean(),
      entries: fc.array(
        addressRanges.map(({ text }) => text),
        { maxLength: 6 },
      ),
    });
    const clients = fc.array(
      addresses.map(({ text }) => text),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(lists, clients, clients, (list, asked, others) => {
        const passed = asked.filter((address) => admits(list, address));
        const { smallest } = auditAddresses(list, new Map(passed.map((each) => [networkOf(each), 1])));
        if (smallest === null) return;
        const proposed = { enforced: true, entries: smallest };
        expect(passed.filter((address) => !admits(proposed, address))).toEqual([]);
        expect(others.filter((each) => admits(proposed, each) && !admits(list, each))).toEqual([]);
      }),
    );
  });
});
