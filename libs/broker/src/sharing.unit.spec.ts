import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignedPartitions } from './assignment.js';
import { BrokerUnavailable } from './broker.js';
import { isOutage } from './outage.js';
import { partitionOf } from './partition.js';

describe('property: partitions of a group', () => {
  const groups = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 12 });
  const partitionCounts = fc.integer({ min: 1, max: 64 });

  it('are all assigned, each to one member, evenly', () => {
    fc.assert(
      fc.property(groups, partitionCounts, (members, partitions) => {
        const shares = members.map((member) => assignedPartitions(partitions, members, member));
        expect(shares.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: partitions }, (_, n) => n));
        const sizes = shares.map((share) => share.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('do not depend on the order or repetition of what a member sees', () => {
    fc.assert(
      fc.property(groups, partitionCounts, (members, partitions) => {
        const [member = ''] = members;
        const seen = [...members.toReversed(), ...members];
        expect(assignedPartitions(partitions, seen, member)).toEqual(
          assignedPartitions(partitions, members, member),
        );
      }),
    );
  });

  it('are not those of somebody who is no member', () => {
    expect(assignedPartitions(4, ['a', 'b'], 'c')).toEqual([]);
  });
});

describe('the partition of a key', () => {
  it('never changes: the CRC-32 of its UTF-8, in whose order messages lie in tables', () => {
    const published = 0xcbf43926; // check value of CRC-32/ISO-HDLC
    expect(partitionOf('123456789', 1_000)).toBe(published % 1_000);
    expect(['', 'key-0', 'key_0123456789abcdefghijkl', 'ключ'].map((key) => partitionOf(key, 6))).toEqual([
      0, 0, 5, 0,
    ]);
  });

  it('spreads keys', () => {
    const counts = new Array<number>(6).fill(0);
    for (let n = 0; n < 6_000; n++) {
      const partition = partitionOf(`key_${n}`, 6);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1_200);
  });
});

describe('what counts as an outage', () => {
  it.each([
    ['the broker being out of reach', new BrokerUnavailable('x'), true],
    ['a refused connection', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), true],
    ['an error caused by one', new Error('x', { cause: new BrokerUnavailable('y') }), true],
    ['no answer to a query', new Error('Query read timeout'), true],
    ['a full disk', Object.assign(new Error('x'), { code: '53100', severity: 'ERROR' }), true],
    ['a deadlock', Object.assign(new Error('x'), { code: '40P01', severity: 'ERROR' }), true],
    ['a missing table', Object.assign(new Error('x'), { code: '42P01', severity: 'ERROR' }), true],
    [
      'a value that no column takes',
      Object.assign(new Error('x'), { code: '22021', severity: 'ERROR' }),
      false,
    ],
    ['a violated constraint', Object.assign(new Error('x'), { code: '23514', severity: 'ERROR' }), false],
    ['a code that is no SQLSTATE', Object.assign(new Error('x'), { code: 'ERR_X' }), false],
    ['a bug', new TypeError('x'), false],
    ['something that is no error', 'x', false],
  ])('%s', (_, error, expected) => {
    expect(isOutage(error)).toBe(expected);
  });
});
