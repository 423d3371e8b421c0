import { describe, it } from '@jest/globals';
import { exampleCreateKey, exampleIdentity, exampleKeyCreated, specificationOf } from '@keyledger/testing';
import type { Code } from '../codes.js';
import type { ChangeExpiry, ChangeScopes, CreateKey } from './commands.js';
import type { KeyCreated } from './events.js';
import { keyDecider } from './key-decider.js';

const given = specificationOf(keyDecider);
const { keyId } = exampleIdentity;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const createdAtMs = Date.UTC(2030, 0, 1);
const wildcardScopes = ['*:*'];
const narrowScopes = ['payments:read'];

const after = (ms: number) => new Date(createdAtMs + ms).toISOString();
const profile = 'hierarchical-scopes';

const create = (lifetimeMs: number | null, scopes = narrowScopes): CreateKey => ({
  ...exampleCreateKey,
  profile,
  scopes,
  expiresAt: lifetimeMs === null ? null : after(lifetimeMs),
});
const created = (lifetimeMs: number, scopes: readonly string[] = narrowScopes): KeyCreated => ({
  type: 'KeyCreated',
  data: { ...exampleKeyCreated.data, profile, scopes, expiresAt: after(lifetimeMs) },
});
const changeExpiry = (lifetimeMs: number | null, atMs = 0): ChangeExpiry => ({
  type: 'ChangeExpiry',
  keyId,
  at: createdAtMs + atMs,
  expiresAt: lifetimeMs === null ? null : after(lifetimeMs),
  grantorScopes: null,
});
const changeScopes = (scopes: readonly string[], atMs = 0): ChangeScopes => ({
  type: 'ChangeScopes',
  keyId,
  at: createdAtMs + atMs,
  scopes,
  catalogue: null,
  grantorScopes: null,
});

describe('WX-7: a key lives an hour to a year', () => {
  it.each([hourMs, dayMs, 365 * dayMs])('created for %i ms', (lifetimeMs) =>
    given([])
      .when(create(lifetimeMs))
      .then([created(lifetimeMs)]),
  );
  it.each<[string, number | null, Code]>([
    ['59 minutes', 59 * minuteMs, 'LIFETIME_OUT_OF_RANGE'],
    ['an hour less a millisecond', hourMs - 1, 'LIFETIME_OUT_OF_RANGE'],
    ['a year and a millisecond', 365 * dayMs + 1, 'LIFETIME_OUT_OF_RANGE'],
    ['366 days', 366 * dayMs, 'LIFETIME_OUT_OF_RANGE'],
    ['ever', null, 'EXPIRY_REQUIRED'],
  ])('is not created for %s', (_, lifetimeMs, code) => given([]).when(create(lifetimeMs)).then(code));
  it('applies to a successor and to an imported key as well', () => {
    const successor = { ...create(366 * dayMs), rotatedFrom: 'key_zyxwvutsrqponmlkjihgfe' };
    given([]).when(successor).then('LIFETIME_OUT_OF_RANGE');
    given([])
      .when({ ...create(59 * minuteMs), type: 'ImportKey' })
      .then('LIFETIME_OUT_OF_RANGE');
  });
  it('is not stretched past a year from its creation, however many steps that takes', () => {
    given([created(dayMs)])
      .when(changeExpiry(365 * dayMs, hourMs))
      .then([
        {
          type: 'ExpiryChanged',
          data: { ...exampleIdentity, expiresAt: after(365 * dayMs), previousExpiresAt: after(dayMs) },
        },
      ]);
    given([created(365 * dayMs)])
      .when(changeExpiry(366 * dayMs, 300 * dayMs))
      .then('LIFETIME_OUT_OF_RANGE');
  });
  it('may be cut shorter than an hour: that takes away', () =>
    given([created(dayMs)])
      .when(changeExpiry(minuteMs))
      .then([
        {
          type: 'ExpiryChanged',
          data: { ...exampleIdentity, expiresAt: after(minuteMs), previousExpiresAt: after(dayMs) },
        },
      ]));
  it('does not become eternal', () =>
    given([created(dayMs)])
      .when(changeExpiry(null))
      .then('EXPIRY_REQUIRED'));
});

describe('WX-8: a key that holds *:* lives 7 days', () => {
  it('by creation', () => {
    given([])
      .when(create(7 * dayMs, wildcardScopes))
      .then([created(7 * dayMs, wildcardScopes)]);
    given([])
      .when(create(7 * dayMs + 1, wildcardScopes))
      .then('WILDCARD_LIFETIME_EXCEEDED');
    given([])
      .when(create(8 * dayMs, wildcardScopes))
      .then('WILDCARD_LIFETIME_EXCEEDED');
  });
  it('by import', () =>
    given([])
      .when({ ...create(8 * dayMs, wildcardScopes), type: 'ImportKey' })
      .then('WILDCARD_LIFETIME_EXCEEDED'));
  it('by change of its scopes', () => {
    given([created(7 * dayMs)])
      .when(changeScopes(wildcardScopes))
      .then([
        {
          type: 'ScopesChanged',
          data: { ...exampleIdentity, scopes: wildcardScopes, previousScopes: narrowScopes },
        },
      ]);
    given([created(8 * dayMs)])
      .when(changeScopes(wildcardScopes))
      .then('WILDCARD_LIFETIME_EXCEEDED');
  });
  it('by change of its scopes late in a long life, even where little of it is left', () =>
    given([created(30 * dayMs)])
      .when(changeScopes(wildcardScopes, 29 * dayMs))
      .then('WILDCARD_LIFETIME_EXCEEDED'));
  it('by change of its expiry, counted from its creation', () =>
    given([created(7 * dayMs, wildcardScopes)])
      .when(changeExpiry(8 * dayMs, 6 * dayMs))
      .then('WILDCARD_LIFETIME_EXCEEDED'));
  it('by rotation', () =>
    given([])
      .when({ ...create(8 * dayMs, wildcardScopes), rotatedFrom: 'key_zyxwvutsrqponmlkjihgfe' })
      .then('WILDCARD_LIFETIME_EXCEEDED'));
});

describe('a profile without such limits', () => {
  it('leaves the life of a key to whoever makes it', () => {
    const eternal = { scopes: wildcardScopes, expiresAt: null };
    given([])
      .when({ ...exampleCreateKey, ...eternal })
      .then([{ type: 'KeyCreated', data: { ...exampleKeyCreated.data, ...eternal } }]);
  });
});
