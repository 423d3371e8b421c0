import { describe, expect, it } from '@jest/globals';
import type { RequestEvent } from '@keyledger/contracts';
import fc from 'fast-check';
import { foldUsage, mergeUsage } from './fold-usage.js';
import { networksPerHourMax, operationsPerHourMax, otherOperation, type Usage } from './usage.js';

const used: RequestEvent = {
  keyId: 'key_a',
  accountId: 'acme',
  operation: 'orders:List',
  code: 'VALID',
  clientAddress: '192.0.2.1',
  userAgent: null,
  verifier: null,
  time: '2026-11-21T08:15:30.125Z',
  producer: 'p',
  sequence: 0,
};

function counted(usage: Usage): readonly (readonly [string, number])[] {
  return usage.counts.map(({ hour, code, operation, requests }) => [
    `${hour} ${code} ${operation ?? 'none'}`,
    requests,
  ]);
}

describe('folding request events', () => {
  it('keeps the latest accepted use, however the events arrive', () => {
    const later = {
      ...used,
      time: '2026-11-21T09:00:00.000Z',
      operation: null,
      clientAddress: null,
      sequence: 1,
    };
    for (const events of [
      [used, later],
      [later, used],
    ]) {
      expect(foldUsage(events).lastUsed.get('key_a')).toMatchObject({
        time: later.time,
        operation: null,
        clientAddress: null,
      });
    }
  });

  it('lets the higher sequence win at the same millisecond', () => {
    const second = { ...used, operation: 'orders:Get', sequence: 1 };
    expect(foldUsage([second, used]).lastUsed.get('key_a')?.operation).toBe('orders:Get');
  });

  it('keeps refusals apart from uses', () => {
    const refused = { ...used, code: 'KEY_REVOKED' as const, time: '2026-11-21T10:00:00.000Z', sequence: 1 };
    const usage = foldUsage([used, refused]);
    expect(usage.lastUsed.get('key_a')?.time).toBe(used.time);
    expect(usage.lastRefused.get('key_a')).toMatchObject({ code: 'KEY_REVOKED', time: refused.time });
    expect(foldUsage([refused]).lastUsed.size).toBe(0);
  });

  it('counts by UTC hour, code and operation', () => {
    const events = [
      used,
      { ...used, time: '2026-11-21T08:59:59.999Z' },
      { ...used, time: '2026-11-21T09:00:00.000Z' },
      { ...used, operation: null },
      { ...used, code: 'INSUFFICIENT_SCOPE' as const },
    ];
    expect(counted(foldUsage(events))).toEqual([
      ['2026-11-21T08:00:00.000Z VALID orders:List', 2],
      ['2026-11-21T08:00:00.000Z VALID none', 1],
      ['2026-11-21T09:00:00.000Z VALID orders:List', 1],
      ['2026-11-21T08:00:00.000Z INSUFFICIENT_SCOPE orders:List', 1],
    ]);
  });

  it('counts by network too (XN-8)', () => {
    const events = [
      used,
      { ...used, clientAddress: '192.0.2.200' },
      { ...used, clientAddress: '2001:db8::7' },
      { ...used, clientAddress: null, code: 'KEY_REVOKED' as const },
    ];
    const seen = foldUsage(events).networkCounts.map(({ network, code, requests }) => [
      network,
      code,
      requests,
    ]);
    expect(seen).toEqual([
      ['192.0.2.0/24', 'VALID', 2],
      ['2001:db8::/48', 'VALID', 1],
      [null, 'KEY_REVOKED', 1],
    ]);
  });

  it('bounds the networks of a key in an hour and loses no request', () => {
    const made = networksPerHourMax + 7;
    const spread = Array.from({ length: made }, (_, n) => ({ ...used, clientAddress: `10.0.${n}.1` }));
    const { networkCounts } = foldUsage(spread);
    expect(networkCounts).toHaveLength(networksPerHourMax + 1);
    expect(networkCounts.reduce((sum, { requests }) => sum + requests, 0)).toBe(made);
  });

  it('bounds the operations of a key in an hour and loses no request', () => {
    const made = operationsPerHourMax + 50;
    const probes = Array.from({ length: made }, (_, n) => ({
      ...used,
      code: 'INSUFFICIENT_SCOPE' as const,
      operation: `probe:${String(n).padStart(4, '0')}`,
    }));
    const usage = foldUsage([...probes.toReversed(), used]);
    const probed = usage.counts.filter(({ code }) => code === 'INSUFFICIENT_SCOPE');
    expect(probed).toHaveLength(operationsPerHourMax + 1);
    expect(probed.find(({ operation }) => operation === otherOperation)?.requests).toBe(50);
    expect(usage.counts.find(({ code }) => code === 'VALID')).toMatchObject({
      operation: used.operation,
      requests: 1,
    });
  });
});

describe('property: folding in parts and merging equals folding all at once', () => {
  const events = fc.array(
    fc.record<RequestEvent>({
      keyId: fc.constantFrom('key_a', 'key_b', 'key_c'),
      accountId: fc.constant('acme'),
      // Few names and many: some runs stay within the bound, some go far past it.
      operation: fc.oneof(
        fc.constant(null),
        fc.constantFrom('o:a', 'o:b'),
        fc.integer({ min: 0, max: 3 * operationsPerHourMax }).map((n) => `probe:${n}`),
      ),
      code: fc.constantFrom('VALID', 'KEY_EXPIRED'),
      clientAddress: fc.option(fc.ipV4()),
      userAgent: fc.constant(null),
      verifier: fc.constant(null),
      time: fc
        .integer({ min: 0, max: 2 * 3_600_000 })
        .map((ms) => new Date(Date.UTC(2026, 10, 21, 8) + ms).toISOString()),
      producer: fc.constantFrom('p', 'q'),
      sequence: fc.nat({ max: 1_000 }),
    }),
    { maxLength: 1_500, size: 'max' },
  );

  it('for any split', () => {
    fc.assert(
      fc.property(events, fc.array(fc.nat({ max: 1_500 }), { maxLength: 5 }), (all, cuts) => {
        const places = [0, ...cuts.map((cut) => cut % (all.length + 1)).sort((a, b) => a - b), all.length];
        const parts = places.slice(1).map((end, n) => foldUsage(all.slice(places[n], end)));
        expect(comparable(parts.reduce(mergeUsage))).toEqual(comparable(foldUsage(all)));
      }),
      { numRuns: 50 },
    );
  });

  it('in any order', () => {
    fc.assert(
      fc.property(events, (all) => {
        const half = Math.floor(all.length / 2);
        const [a, b] = [foldUsage(all.slice(0, half)), foldUsage(all.slice(half))];
        expect(comparable(mergeUsage(b, a))).toEqual(comparable(mergeUsage(a, b)));
      }),
      { numRuns: 25 },
    );
  });

  function comparable({ lastUsed, lastRefused, counts, networkCounts }: Usage) {
    const place = (last: { producer: string; sequence: number; time: string }) =>
      `${last.time} ${last.sequence} ${last.producer}`;
    return {
      lastUsed: [...lastUsed].map(([keyId, last]) => `${keyId} ${place(last)}`).sort(),
      lastRefused: [...lastRefused].map(([keyId, last]) => `${keyId} ${place(last)}`).sort(),
      networkCounts: networkCounts.map((count) => JSON.stringify(Object.entries(count).sort())).sort(),
      counts: counts.map((count) => JSON.stringify(Object.entries(count).sort())).sort(),
    };
  }
});
