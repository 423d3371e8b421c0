import { describe, it } from '@jest/globals';
import {
  exampleAt as at,
  exampleIdentity as identity,
  exampleKeyCreated as created,
  exampleKeyDisabled as disabled,
  exampleKeyRevoked as revoked,
  specificationOf,
} from '@keyledger/testing';
import type { RecordExpiry, RemindOfExpiry } from './commands.js';
import type { KeyEvent } from './events.js';
import { keyDecider } from './key-decider.js';

const given = specificationOf(keyDecider);
const { keyId } = identity;
const dayMs = 86_400_000;
const expiresAt = '2030-07-01T00:00:00.000Z'; // of the example
const expiresAtMs = Date.parse(expiresAt);

const recordExpiry = (when: number): RecordExpiry => ({ type: 'RecordExpiry', keyId, at: when });
const remind = (daysBefore: number, when: number): RemindOfExpiry => {
  return { type: 'RemindOfExpiry', keyId, at: when, daysBefore };
};
const expired: KeyEvent = { type: 'KeyExpired', data: { ...identity, expiresAt } };
const reminded = (daysBefore: number): KeyEvent => {
  return { type: 'ExpiryReminded', data: { ...identity, expiresAt, daysBefore } };
};
const eternal: KeyEvent = { type: 'KeyCreated', data: { ...created.data, expiresAt: null } };
const movedTo = (to: string | null): KeyEvent => {
  return { type: 'ExpiryChanged', data: { ...identity, expiresAt: to, previousExpiresAt: expiresAt } };
};

describe('RecordExpiry', () => {
  it('records the expiry, from its very instant on', () => {
    given([created])
      .when(recordExpiry(expiresAtMs - 1))
      .then([]);
    given([created]).when(recordExpiry(expiresAtMs)).then([expired]);
  });
  it('records that of a disabled key too', () =>
    given([created, disabled]).when(recordExpiry(expiresAtMs)).then([expired]));
  it('records it once', () => given([created, expired]).when(recordExpiry(expiresAtMs)).then([]));
  it('records nothing of a key that does not expire', () =>
    given([eternal]).when(recordExpiry(expiresAtMs)).then([]));
  it('goes by the expiry as it is now', () =>
    given([created, movedTo('2031-01-01T00:00:00.000Z')])
      .when(recordExpiry(expiresAtMs))
      .then([]));
  it('is refused for a revoked key, and one that there is not', () => {
    given([created, revoked]).when(recordExpiry(expiresAtMs)).then('KEY_ALREADY_REVOKED');
    given([]).when(recordExpiry(expiresAtMs)).then('KEY_NOT_FOUND');
  });
});

describe('a key whose expiry is recorded', () => {
  it('has expired for a clock that runs behind too', () =>
    given([created, expired])
      .when({ type: 'ChangeExpiry', keyId, at: expiresAtMs - 1, expiresAt: null, grantorScopes: null })
      .then('KEY_ALREADY_EXPIRED'));
});

describe('RemindOfExpiry', () => {
  it('reminds so many days before, from the very instant on', () => {
    given([created])
      .when(remind(30, expiresAtMs - 30 * dayMs - 1))
      .then([]);
    given([created])
      .when(remind(30, expiresAtMs - 30 * dayMs))
      .then([reminded(30)]);
  });
  it('reminds again as the expiry comes nearer', () =>
    given([created, reminded(30)])
      .when(remind(7, expiresAtMs - 7 * dayMs))
      .then([reminded(7)]));
  it('reminds once', () =>
    given([created, reminded(7)])
      .when(remind(7, expiresAtMs - 7 * dayMs))
      .then([]));
  it('says nothing less urgent afterwards', () =>
    given([created, reminded(1)])
      .when(remind(7, expiresAtMs - dayMs))
      .then([]));
  it('reminds of a new expiry anew', () => {
    const moved = '2030-12-01T00:00:00.000Z';
    given([created, reminded(1), movedTo(moved)])
      .when(remind(7, Date.parse(moved) - 7 * dayMs))
      .then([{ type: 'ExpiryReminded', data: { ...identity, expiresAt: moved, daysBefore: 7 } }]);
  });
  it('reminds of the expiry of a disabled key', () =>
    given([created, disabled])
      .when(remind(1, expiresAtMs - 1))
      .then([reminded(1)]));
  it('says nothing of a key that does not expire', () =>
    given([eternal]).when(remind(30, expiresAtMs)).then([]));
  it('says nothing of a key that another one takes over from', () => {
    const overlap = { kind: 'fixed', endsAt: expiresAt } as const;
    const data = { ...identity, successorId: 'key_zyxwvutsrqponmlkjihgfe', overlap };
    given([created, { type: 'KeyRotated', data }])
      .when(remind(7, expiresAtMs - 1))
      .then([]);
  });
  it('is refused for a key that has expired, or is revoked', () => {
    given([created]).when(remind(1, expiresAtMs)).then('KEY_ALREADY_EXPIRED');
    given([created, revoked]).when(remind(1, at)).then('KEY_ALREADY_REVOKED');
  });
});

describe('RemindOfRotation', () => {
  const createdMs = Date.parse(created.data.createdAt);
  const remindOfRotation = (when: number) => ({ type: 'RemindOfRotation', keyId, at: when }) as const;
  const rotationReminded: KeyEvent = {
    type: 'RotationReminded',
    data: { ...identity, createdAt: created.data.createdAt, daysOld: 90 },
  };
  it('comes after 90 days, once', () => {
    given([eternal])
      .when(remindOfRotation(createdMs + 90 * dayMs - 1))
      .then([]);
    given([eternal])
      .when(remindOfRotation(createdMs + 90 * dayMs))
      .then([rotationReminded]);
    given([eternal, rotationReminded])
      .when(remindOfRotation(createdMs + 200 * dayMs))
      .then([]);
  });
});

describe('RemindOfDisuse', () => {
  const createdMs = Date.parse(created.data.createdAt);
  const disused = (lastUsedAt: string | null, days: number) => {
    const since = lastUsedAt === null ? createdMs : Date.parse(lastUsedAt);
    return { type: 'RemindOfDisuse', keyId, at: since + days * dayMs, lastUsedAt } as const;
  };
  const told = (lastUsedAt: string | null): KeyEvent => {
    return { type: 'DisuseReminded', data: { ...identity, lastUsedAt, unusedDays: 90 } };
  };
  const used = new Date(createdMs + dayMs).toISOString();
  const usedAgain = new Date(createdMs + 200 * dayMs).toISOString();
  it('comes when nobody has used the key for 90 days, or ever', () => {
    given([eternal]).when(disused(null, 89)).then([]);
    given([eternal])
      .when(disused(null, 90))
      .then([told(null)]);
    given([eternal])
      .when(disused(used, 90))
      .then([told(used)]);
  });
  it('comes once, and again only where it was used in between', () => {
    given([eternal, told(used)])
      .when(disused(used, 300))
      .then([]);
    given([eternal, told(null)])
      .when(disused(null, 300))
      .then([]);
    given([eternal, told(used)])
      .when(disused(usedAgain, 90))
      .then([told(usedAgain)]);
  });
});
