import { describe, expect, it } from '@jest/globals';
import {
  exampleAt as at,
  exampleCreateKey,
  exampleIdentity as identity,
  exampleKeyCreated as created,
  exampleKeyDisabled as disabled,
  exampleKeyRevoked as revoked,
  specificationOf,
} from '@keyledger/testing';
import type { ChangeOverlap, CompleteRotation, KeyCommand, RotateKey } from './commands.js';
import type { KeyEvent, KeyRotated, Overlap } from './events.js';
import { keyDecider } from './key-decider.js';
import { hasEndedOverlap, overlapMsMax } from './rotate-key.js';

const given = specificationOf(keyDecider);
const { keyId } = identity;
const successorId = 'key_zyxwvutsrqponmlkjihgfe';
const otherId = 'key_000000000000000000000A';
const hourMs = 3_600_000;

const later = (ms: number) => new Date(at + ms).toISOString();
const fixed = (ms: number): Overlap => ({ kind: 'fixed', endsAt: later(ms) });
const draining = (changes: object = {}) =>
  ({ kind: 'until-drained', unusedForMs: hourMs, endsAt: null, ...changes }) as Overlap;

const rotateKey = (overlap: Overlap, changes: Partial<RotateKey> = {}): RotateKey => {
  return { type: 'RotateKey', keyId, at, successorId, overlap, grantorScopes: null, ...changes };
};
const changeOverlap = (overlap: Overlap, changes: Partial<ChangeOverlap> = {}): ChangeOverlap => {
  return { type: 'ChangeOverlap', keyId, at, overlap, grantorScopes: null, ...changes };
};
const rotated = (overlap: Overlap): KeyRotated => ({
  type: 'KeyRotated',
  data: { ...identity, successorId, overlap },
});
const completed = (because: 'overlap-ended' | 'drained' | 'cut-short'): KeyEvent => ({
  type: 'RotationCompleted',
  data: { ...identity, successorId, because },
});
const overlapChanged = (overlap: Overlap, previousOverlap: Overlap): KeyEvent => ({
  type: 'OverlapChanged',
  data: { ...identity, successorId, overlap, previousOverlap },
});

describe('RotateKey', () => {
  it('records the successor and until when both work', () =>
    given([created])
      .when(rotateKey(fixed(hourMs)))
      .then([rotated(fixed(hourMs))]));
  it('takes an overlap that ends when the key is drained', () =>
    given([created])
      .when(rotateKey(draining()))
      .then([rotated(draining())]));
  it('takes a latest end beside it', () => {
    const overlap = draining({ endsAt: later(hourMs) });
    given([created])
      .when(rotateKey(overlap))
      .then([rotated(overlap)]);
  });
  it('writes the end in UTC with milliseconds', () => {
    const overlap: Overlap = { kind: 'fixed', endsAt: '2030-01-01T02:00:00+01:00' };
    given([created])
      .when(rotateKey(overlap))
      .then([rotated(fixed(hourMs))]);
  });
  it('takes a year', () =>
    given([created])
      .when(rotateKey(fixed(overlapMsMax)))
      .then([rotated(fixed(overlapMsMax))]));
  it.each([0, -hourMs])('is over at once where the overlap ends after %i ms', (ms) =>
    given([created])
      .when(rotateKey(fixed(ms)))
      .then([rotated(fixed(0)), completed('overlap-ended')]),
  );
  it('gives a disabled key a successor: it may have been disabled because it has to be replaced', () =>
    given([created, disabled])
      .when(rotateKey(fixed(0)))
      .then([rotated(fixed(0)), completed('overlap-ended')]));
});

describe('RotateKey is refused', () => {
  it.each<[string, readonly KeyEvent[], number, string]>([
    ['a key that there is not', [], at, 'KEY_NOT_FOUND'],
    ['a revoked key', [created, revoked], at, 'KEY_ALREADY_REVOKED'],
    ['a key with a successor', [created, rotated(fixed(hourMs))], at, 'KEY_ALREADY_ROTATED'],
    ['a key whose overlap is over', [created, rotated(fixed(-1))], at, 'KEY_ALREADY_ROTATED'],
    ['an expired key', [created], Date.UTC(2030, 6, 1), 'KEY_ALREADY_EXPIRED'],
  ])('for %s', (_, events, when, code) =>
    given(events)
      .when(rotateKey({ kind: 'fixed', endsAt: new Date(when + hourMs).toISOString() }, { at: when }))
      .then(code as 'KEY_NOT_FOUND'),
  );
  it.each([
    ['more than a year', fixed(overlapMsMax + 1)],
    ['no end', { kind: 'fixed', endsAt: null }],
    ['an end that is none', { kind: 'fixed', endsAt: 'tomorrow' }],
    ['another kind', { kind: 'for-ever' }],
    ['nothing', undefined],
    ['no time without use', draining({ unusedForMs: undefined })],
    ['less than a second without use', draining({ unusedForMs: 999 })],
    ['more than 90 days without use', draining({ unusedForMs: 90 * 24 * hourMs + 1 })],
    ['half a millisecond', draining({ unusedForMs: 1_000.5 })],
    ['a latest end beyond a year', draining({ endsAt: later(overlapMsMax + 1) })],
  ])('with INVALID_OVERLAP for %s', (_, overlap) =>
    given([created])
      .when(rotateKey(overlap as Overlap))
      .then('INVALID_OVERLAP'),
  );
  it.each([keyId, 'key_1', ''])('for the successor %j', (id) =>
    given([created])
      .when(rotateKey(fixed(hourMs), { successorId: id }))
      .then('INVALID_REQUEST'),
  );
  it('where its scopes are more than whoever asks holds', () =>
    given([created])
      .when(rotateKey(fixed(hourMs), { grantorScopes: ['payments:read'] }))
      .then('GRANT_EXCEEDS_HOLDER'));
});

describe('a rotated key, while both work', () => {
  const events = [created, rotated(fixed(hourMs))];
  const changes: readonly KeyCommand[] = [
    { type: 'DisableKey', keyId, at, reason: 'policy', comment: null },
    { type: 'ChangeScopes', keyId, at, scopes: ['payments:*'], catalogue: null, grantorScopes: null },
    { type: 'RevokeKey', keyId, at, reason: 'leaked', comment: null },
  ];
  it.each(changes)('still takes $type', (command) => {
    const answer = keyDecider.decide(command, events.reduce(keyDecider.evolve, keyDecider.initialState));
    expect(answer).toHaveLength(1);
  });
});

describe('a rotated key, once the overlap is over', () => {
  const events = [created, rotated(fixed(hourMs))];
  const when = at + hourMs;
  const changes: readonly KeyCommand[] = [
    { type: 'EnableKey', keyId, at: when, comment: null, grantorScopes: null },
    { type: 'DisableKey', keyId, at: when, reason: 'policy', comment: null },
    { type: 'ChangeScopes', keyId, at: when, scopes: ['a:*'], catalogue: null, grantorScopes: null },
    { type: 'ChangeExpiry', keyId, at: when, expiresAt: null, grantorScopes: null },
    changeOverlap(fixed(2 * hourMs), { at: when }),
    rotateKey(fixed(2 * hourMs), { at: when, successorId: otherId }),
  ];
  it.each(changes)('refuses $type', (command) => given(events).when(command).then('KEY_ALREADY_ROTATED'));
  it('can be described and revoked: it may have leaked', () => {
    const leak = { type: 'RevokeKey', keyId, at: when, reason: 'leaked', comment: null } as const;
    given(events).when(leak).then([revoked]);
    const describe = { type: 'DescribeKey', keyId, at: when, name: 'Old' } as const;
    given(events)
      .when(describe)
      .then([{ type: 'KeyDescribed', data: { ...identity, name: 'Old' } }]);
  });
});

describe('ChangeOverlap', () => {
  const events = [created, rotated(fixed(hourMs))];
  it.each([
    ['stretches', fixed(2 * hourMs)],
    ['shortens', fixed(1)],
    ['waits until the key is drained', draining()],
  ])('%s', (_, overlap) =>
    given(events)
      .when(changeOverlap(overlap))
      .then([overlapChanged(overlap, fixed(hourMs))]),
  );
  it('ends the overlap, and that is all there is to record', () =>
    given(events)
      .when(changeOverlap(fixed(0)))
      .then([completed('cut-short')]));
  it('ends it for whoever may not hand out the scopes too', () =>
    given(events)
      .when(changeOverlap(fixed(0), { grantorScopes: [] }))
      .then([completed('cut-short')]));
  it('is refused to them where both would go on working', () =>
    given(events)
      .when(changeOverlap(fixed(1), { grantorScopes: ['payments:read'] }))
      .then('GRANT_EXCEEDS_HOLDER'));
  it('records nothing where it is so already', () =>
    given(events)
      .when(changeOverlap(fixed(hourMs)))
      .then([]));
  it('is refused without a successor', () =>
    given([created])
      .when(changeOverlap(fixed(hourMs)))
      .then('KEY_NOT_ROTATED'));
  it('is refused beyond a year from now', () =>
    given(events)
      .when(changeOverlap(fixed(overlapMsMax + 1)))
      .then('INVALID_OVERLAP'));
  it('is refused once the rotation is completed', () =>
    given([...events, completed('cut-short')])
      .when(changeOverlap(fixed(hourMs)))
      .then('KEY_ALREADY_ROTATED'));
});

describe('CompleteRotation', () => {
  const ended = { type: 'CompleteRotation', keyId, because: 'overlap-ended' } as const;
  const drained = (unusedForMs: number): CompleteRotation => {
    return { type: 'CompleteRotation', keyId, at, because: 'drained', unusedForMs };
  };
  it('records the end, from its very instant on', () => {
    const events = [created, rotated(fixed(hourMs))];
    given(events)
      .when({ ...ended, at: at + hourMs - 1 })
      .then([]);
    given(events)
      .when({ ...ended, at: at + hourMs })
      .then([completed('overlap-ended')]);
  });
  it('records it once', () =>
    given([created, rotated(fixed(0)), completed('overlap-ended')])
      .when({ ...ended, at })
      .then([]));
  it('records it of an expired key too', () =>
    given([created, rotated(fixed(hourMs))])
      .when({ ...ended, at: Date.UTC(2031, 0, 1) })
      .then([completed('overlap-ended')]));
  it('records that the key is drained, after the time that the overlap states', () => {
    const events = [created, rotated(draining())];
    given(events)
      .when(drained(hourMs - 1))
      .then([]);
    given(events)
      .when(drained(hourMs))
      .then([completed('drained')]);
  });
  it('goes by the overlap as it is now', () => {
    const stretched = overlapChanged(draining({ unusedForMs: 2 * hourMs }), draining());
    given([created, rotated(draining()), stretched])
      .when(drained(hourMs))
      .then([]);
  });
  it('ends no fixed overlap for want of use', () =>
    given([created, rotated(fixed(hourMs))])
      .when(drained(10 * hourMs))
      .then([]));
  it('records the latest end of one that never drained', () =>
    given([created, rotated(draining({ endsAt: later(hourMs) }))])
      .when({ ...ended, at: at + hourMs })
      .then([completed('overlap-ended')]));
  it('records nothing where there is no successor', () =>
    given([created])
      .when({ ...ended, at })
      .then([]));
  it('is refused for a revoked key', () =>
    given([created, rotated(fixed(0)), revoked])
      .when({ ...ended, at })
      .then('KEY_ALREADY_REVOKED'));
});

describe('the end of an overlap', () => {
  it('is in force at its instant, recorded or not', () => {
    const rotation = { successorId, overlap: fixed(hourMs), completed: false };
    expect(hasEndedOverlap(rotation, at + hourMs - 1)).toBe(false);
    expect(hasEndedOverlap(rotation, at + hourMs)).toBe(true);
    expect(hasEndedOverlap({ ...rotation, completed: true }, at)).toBe(true);
    expect(hasEndedOverlap({ ...rotation, overlap: draining() }, Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(hasEndedOverlap(null, at)).toBe(false);
  });
});

describe('a successor', () => {
  const wanted = { ...exampleCreateKey, rotatedFrom: otherId };
  it('is a key that names the one it takes over from', () =>
    given([])
      .when(wanted)
      .then([{ type: 'KeyCreated', data: { ...created.data, rotatedFrom: otherId } }]));
  it('is refused where that is no key id', () =>
    given([])
      .when({ ...wanted, rotatedFrom: 'key_1' })
      .then('INVALID_REQUEST'));
  it('holds no more than whoever asks', () =>
    given([])
      .when({ ...wanted, grantorScopes: ['payments:read'] })
      .then('GRANT_EXCEEDS_HOLDER'));
});
