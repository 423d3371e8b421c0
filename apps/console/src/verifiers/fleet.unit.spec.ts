import { describe, expect, it } from '@jest/globals';
import { fleetState, secondsBetween } from './fleet.js';

const level = { state: 'live', behind: '0' } as const;
const behind = { state: 'live', behind: '12' } as const;
const lapsed = { state: 'lapsed', behind: '40' } as const;

describe('what is said of all verifiers together', () => {
  it.each([
    ['none', []],
    ['level', [level, level]],
    ['behind', [level, behind]],
    ['lapsed', [lapsed, behind, level]],
  ] as const)('is the worst: %s', (expected, verifiers) => {
    expect(fleetState(verifiers)).toBe(expected);
  });
});

describe('seconds since a report', () => {
  it('are whole, and never negative where the server’s clock is ahead', () => {
    expect(secondsBetween(1_000, 3_600)).toBe(3);
    expect(secondsBetween(5_000, 1_000)).toBe(0);
  });
});
