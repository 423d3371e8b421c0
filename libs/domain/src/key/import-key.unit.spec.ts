import { describe, expect, it } from '@jest/globals';
import {
  exampleCreateKey,
  exampleKeyCreated,
  exampleKeyDisabled,
  exampleKeyRevoked,
  specificationOf,
} from '@keyledger/testing';
import type { ImportKey } from './commands.js';
import type { KeyImported } from './events.js';
import { keyDecider } from './key-decider.js';

const given = specificationOf(keyDecider);
const importKey: ImportKey = { ...exampleCreateKey, type: 'ImportKey', visibleStart: 'old-system-7' };
const imported: KeyImported = {
  type: 'KeyImported',
  data: { ...exampleKeyCreated.data, kind: 'imported', visibleStart: 'old-system-7' },
};

describe('ImportKey', () => {
  it('records the key, of a kind of its own', () => given([]).when(importKey).then([imported]));
  it('is of that kind whatever it is said to be', () =>
    given([])
      .when({ ...importKey, kind: 'token' })
      .then([imported]));
  it('is refused where the key is there already, whatever became of it', () => {
    given([imported]).when(importKey).then('KEY_EXISTS');
    given([imported, exampleKeyRevoked]).when(importKey).then('KEY_EXISTS');
  });
  it.each([
    { algorithm: 'md5', value: '0'.repeat(43) },
    { algorithm: 'sha256', value: '0'.repeat(42) },
    { algorithm: 'sha256', value: '0'.repeat(64) },
    { algorithm: 'sha256', value: `${'0'.repeat(42)}=` },
    null,
  ])('is refused for the digest %j', (digest) =>
    given([])
      .when({ ...importKey, digest: digest as ImportKey['digest'] })
      .then('INVALID_REQUEST'),
  );
  it.each(['', 'x'.repeat(21), 'with space', 'é'])('is refused for the visible start %j', (visibleStart) =>
    given([])
      .when({ ...importKey, visibleStart })
      .then('INVALID_REQUEST'),
  );
  it('is held to the scopes and limits of the profile', () => {
    given([])
      .when({ ...importKey, scopes: ['@inventory'] })
      .then('INVALID_SCOPE');
    given([])
      .when({ ...importKey, profile: 'hierarchical-scopes', expiresAt: null })
      .then('EXPIRY_REQUIRED');
  });
});

describe('an imported key', () => {
  it('lives as any other does', () => {
    const { keyId, at } = importKey;
    given([imported])
      .when({ type: 'DisableKey', keyId, at, reason: 'policy', comment: 'until the audit' })
      .then([exampleKeyDisabled]);
    const state = [imported].reduce(keyDecider.evolve, keyDecider.initialState);
    expect(state).toMatchObject({ status: 'active', kind: 'imported', rotatedFrom: null });
  });
});
