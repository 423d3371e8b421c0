import { describe, expect, it } from '@jest/globals';
import type { RequestEvent } from '@keyledger/contracts';
import fc from 'fast-check';
import { foldUsage, mergeUsage } from './fold-usage.js';
import { resolutions } from './resolution.js';
import {
  type RequestCount,
  networksPerBucketMax,
  operationsPerBucketMax,
  otherOperation,
  type Usage,
} from './usage.js';

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
  return ofKeys(usage.operations.hour).map(({ start, code, name, requests }) => [
    `${start} ${code} ${name ?? 'none'}`,
    requests,
  ]);
}

function ofKeys(counts: readonly RequestCount[]): readonly RequestCount[] {
  return counts.filter(({ keyId }) => keyId !== null);
}

function totalOf(counts: readonly RequestCount[]): number {
  return counts.reduce((sum, { requests }) => sum + requests, 0);
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

  it('counts whole accounts beside their keys, and the same number at every resolution', () => {
    const events = [
      used,
      { ...used, keyId: 'key_b', time: '2026-11-21T08:15:59.999Z' },
      { ...used, keyId: 'key_c', accountId: 'other', time: '2026-11-21T08:16:00.000Z' },
      { ...used, time: '2026-11-22T08:15:00.000Z' },
    ];
    const { operations, networks } = foldUsage(events);
    for (const counts of [operations, networks]) {
      for (const resolution of resolutions) {
        expect(totalOf(ofKeys(counts[resolution]))).toBe(4);
        expect(totalOf(counts[resolution])).toBe(8);
      }
    }
    const ofAcme = operations.minute.filter(({ keyId, accountId }) => keyId === null && accountId === 'acme');
    expect(ofAcme.map(({ start, requests }) => [start, requests])).toEqual([
      ['2026-11-21T08:15:00.000Z', 2],
      ['2026-11-22T08:15:00.000Z', 1],
    ]);
  });

  it('counts by network too (XN-8)', () => {
    const events = [
      used,
      { ...used, clientAddress: '192.0.2.200' },
      { ...used, clientAddress: '2001:db8::7' },
      { ...used, clientAddress: null, code: 'KEY_REVOKED' as const },
    ];
    const seen = ofKeys(foldUsage(events).networks.hour).map(({ name, code, requests }) => [
      name,
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
    const made = networksPerBucketMax + 7;
    const spread = Array.from({ length: made }, (_, n) => ({ ...used, clientAddress: `10.0.${n}.1` }));
    for (const resolution of resolutions) {
      const counts = ofKeys(foldUsage(spread).networks[resolution]);
      expect(counts).toHaveLength(networksPerBucketMax + 1);
      expect(totalOf(counts)).toBe(made);
    }
  });

  it('bounds the operations of a key in an hour and loses no request', () => {
    const made = operationsPerBucketMax + 50;
    const probes = Array.from({ length: made }, (_, n) => ({
      ...used,
      code: 'INSUFFICIENT_SCOPE' as const,
      operation: `probe:${String(n).padStart(4, '0')}`,
    }));
    const usage = foldUsage([...probes.toReversed(), used]);
    const probed = ofKeys(usage.operations.hour).filter(({ code }) => code === 'INSUFFICIENT_SCOPE');
    expect(probed).toHaveLength(operationsPerBucketMax + 1);
    expect(probed.find(({ name }) => name === otherOperation)?.requests).toBe(50);
    expect(usage.operations.hour.find(({ code }) => code === 'VALID')).toMatchObject({
      name: used.operation,
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
        fc.integer({ min: 0, max: 3 * operationsPerBucketMax }).map((n) => `probe:${n}`),
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

  function comparable({ lastUsed, lastRefused, operations, networks }: Usage) {
    const texts = (counts: readonly RequestCount[]) =>
      counts.map((count) => JSON.stringify(Object.entries(count).sort())).sort();
    const place = (last: { producer: string; sequence: number; time: string }) =>
      `${last.time} ${last.sequence} ${last.producer}`;
    return {
      lastUsed: [...lastUsed].map(([keyId, last]) => `${keyId} ${place(last)}`).sort(),
      lastRefused: [...lastRefused].map(([keyId, last]) => `${keyId} ${place(last)}`).sort(),
      networks: resolutions.map((resolution) => texts(networks[resolution])),
      operations: resolutions.map((resolution) => texts(operations[resolution])),
    };
  }
});
