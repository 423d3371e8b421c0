import { describe, expect, it } from '@jest/globals';
import {
  hostileKeyCommands,
  keyCommands,
  keyCreations,
  keyEvents,
  keyEventSequences,
  keyRevocations,
  revokeKeys,
} from '@keyledger/testing';
import fc from 'fast-check';
import { normaliseAddressEntry } from '../addresses/address-range.js';
import { profileOf } from '../profiles/registry.js';
import { isRefusal } from '../refusal.js';
import { parseScope } from '../scopes/scope.js';
import type { KeyCommand } from './commands.js';
import type { KeyEvent } from './events.js';
import { parseInstant } from './expiry.js';
import { keyDecider } from './key-decider.js';
import type { ExistingKey, KeyState } from './state.js';

const { decide, evolve, initialState } = keyDecider;
const fold = (events: readonly KeyEvent[], from: KeyState = initialState): KeyState =>
  events.reduce(evolve, from);

/** Events that something is known of a key after, whatever else is missing. */
const beginnings: ReadonlySet<KeyEvent['type']> = new Set(['KeyCreated', 'KeyImported', 'KeyRevoked']);

/** What holds of every key that came about by commands, whatever the commands were. */
function expectSound(key: ExistingKey): void {
  expect(key.name.trim()).toBe(key.name);
  expect(key.name.length).toBeGreaterThan(0);
  expect(Array.from(key.name).length).toBeLessThanOrEqual(100);
  expect(key.tags.length).toBeLessThanOrEqual(10);
  expect(new Set(key.tags).size).toBe(key.tags.length);
  expect(key.scopes.length).toBeGreaterThan(0);
  expect(key.scopes.length).toBeLessThanOrEqual(100);
  expect(new Set(key.scopes).size).toBe(key.scopes.length);
  expect(key.scopes.map(parseScope)).not.toContain(null);
  expect(key.ipAllowlist.entries.map(normaliseAddressEntry)).toEqual(key.ipAllowlist.entries);
  expect(new Set(key.ipAllowlist.entries).size).toBe(key.ipAllowlist.entries.length);
  if (key.expiresAt !== null)
    expect(new Date(Number(parseInstant(key.expiresAt))).toISOString()).toBe(key.expiresAt);
  expectWithinLimits(key);
  expect(key.rotation?.successorId).not.toBe(key.keyId);
}

/** WX-7, WX-8: no sequence of changes makes a key live longer than its profile allows. */
function expectWithinLimits({ profile, createdAt, expiresAt, scopes }: ExistingKey): void {
  const { expiryRequired, lifetimeMsMax, everythingLifetimeMsMax } = profileOf(profile).limits;
  if (expiryRequired) expect(expiresAt).not.toBeNull();
  const lifetimeMs = expiresAt === null ? Infinity : Date.parse(expiresAt) - Date.parse(createdAt);
  expect(lifetimeMs).toBeLessThanOrEqual(lifetimeMsMax ?? Infinity);
  if (scopes.includes('*:*')) expect(lifetimeMs).toBeLessThanOrEqual(everythingLifetimeMsMax ?? Infinity);
}

/** Carries commands out one after the other, as a key's stream would see them. */
function carryOut(commands: readonly KeyCommand[]): {
  readonly events: readonly KeyEvent[];
  readonly state: KeyState;
} {
  let state = initialState;
  const events: KeyEvent[] = [];
  for (const command of commands) {
    const answer = decide(command, state);
    if (isRefusal(answer)) continue;
    events.push(...answer);
    state = fold(answer, state);
    if (state.status !== 'absent') expectSound(state);
  }
  return { events, state };
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || value instanceof Map) return value;
  Object.values(value).forEach(deepFrozen);
  return Object.freeze(value);
}

describe('any key', () => {
  it('folds any events in any order without throwing', () => {
    fc.assert(
      fc.property(keyEventSequences, (events) => {
        const state = fold(deepFrozen(events));
        const isKnown = events.some(({ type }) => beginnings.has(type));
        expect(state.status !== 'absent').toBe(isKnown);
      }),
      { numRuns: 500 },
    );
  });

  it('stays revoked, whatever came before and whatever comes after', () => {
    fc.assert(
      fc.property(keyEventSequences, keyRevocations, keyEventSequences, (before, revoked, after) => {
        expect(fold([...before, revoked, ...after]).status).toBe('revoked');
      }),
      { numRuns: 500 },
    );
  });

  it('refuses every command once it is revoked', () => {
    fc.assert(
      fc.property(
        keyEventSequences,
        keyRevocations,
        keyEventSequences,
        keyCommands,
        (before, revoked, after, command) => {
          const answer = decide(command, fold([...before, revoked, ...after]));
          const creates = command.type === 'CreateKey' || command.type === 'ImportKey';
          const code = creates ? 'KEY_EXISTS' : 'KEY_ALREADY_REVOKED';
          expect(answer).toMatchObject({ refused: true, code });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('can be revoked as long as it is not, at any time', () => {
    const unrevoked = keyEventSequences.map((events) => events.filter(({ type }) => type !== 'KeyRevoked'));
    fc.assert(
      fc.property(keyCreations, unrevoked, revokeKeys, (created, events, command) => {
        const answer = decide(command, fold([created, ...events]));
        expect(answer).toMatchObject([{ type: 'KeyRevoked' }]);
      }),
    );
  });

  it('is sound after any commands', () => {
    fc.assert(
      fc.property(fc.array(keyCommands, { maxLength: 20 }), (commands) => {
        const { events, state } = carryOut(deepFrozen(commands));
        expect(fold(events)).toEqual(state);
        for (const once of ['KeyCreated', 'KeyImported', 'KeyRotated', 'RotationCompleted', 'KeyExpired']) {
          expect(events.filter(({ type }) => type === once).length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is sound after hostile commands, which never throw', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(keyCommands, hostileKeyCommands), { maxLength: 20 }), (commands) => {
        carryOut(commands);
      }),
      { numRuns: 500 },
    );
  });

  it('takes the same change a second time for no change or a refusal', () => {
    fc.assert(
      fc.property(fc.array(keyCommands, { maxLength: 8 }), keyCommands, (commands, command) => {
        const { state } = carryOut(commands);
        const first = decide(command, state);
        if (isRefusal(first)) return;
        const second = decide(command, fold(first, state));
        expect(isRefusal(second) || second.length === 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('records the ids of the key with every event', () => {
    fc.assert(
      fc.property(fc.array(keyCommands, { maxLength: 12 }), (commands) => {
        for (const { data } of carryOut(commands).events) {
          expect(data).toMatchObject({ keyId: 'key_0000000000000000000000', accountId: 'acme' });
        }
      }),
    );
  });

  it('does not change by events that came before its creation', () => {
    const early = keyEvents.filter(({ type }) => !beginnings.has(type));
    fc.assert(
      fc.property(fc.array(early), keyCreations, (events, created) => {
        expect(fold([...events, created])).toEqual(fold([created]));
      }),
    );
  });
});
