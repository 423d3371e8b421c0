import { describe, it } from '@jest/globals';
import {
  exampleAt as at,
  exampleIdentity as identity,
  exampleKeyCreated as created,
  exampleKeyDisabled as disabled,
  exampleKeyEnabled as enabled,
  exampleKeyRevoked as revoked,
  specificationOf,
} from '@keyledger/testing';
import { reasonCodes } from '../reason.js';
import type { DisableKey, EnableKey, RevokeKey } from './commands.js';
import type { KeyCreated } from './events.js';
import { keyDecider } from './key-decider.js';

const given = specificationOf(keyDecider);
const { keyId } = identity;
const afterExpiry = Date.UTC(2030, 6, 1);

const disableKey: DisableKey = {
  type: 'DisableKey',
  keyId,
  at,
  reason: 'policy',
  comment: 'until the audit',
};
const enableKey: EnableKey = { type: 'EnableKey', keyId, at, comment: null, grantorScopes: null };
const revokeKey: RevokeKey = { type: 'RevokeKey', keyId, at, reason: 'leaked', comment: null };

const invalidReasons = [
  ['INVALID_REASON', { reason: 'because' }],
  ['INVALID_REASON', { reason: undefined }],
  ['INVALID_COMMENT', { comment: 'x'.repeat(1_001) }],
  ['INVALID_COMMENT', { comment: 'a\nb' }],
  ['INVALID_COMMENT', { comment: 7 }],
  ['INVALID_COMMENT', { comment: `it was kl_live_${'a'.repeat(33)}` }],
] as const;

describe('DisableKey', () => {
  it('switches the key off (TX-2)', () => given([created]).when(disableKey).then([disabled]));
  it('does so again after it was enabled', () => {
    given([created, disabled, enabled]).when(disableKey).then([disabled]);
  });

  it.each(reasonCodes)('takes the reason %s', (reason) => {
    const data = { ...identity, reason, comment: null };
    given([created])
      .when({ ...disableKey, reason, comment: ' ' })
      .then([{ type: 'KeyDisabled', data }]);
  });

  it('refuses a key that is not there', () => given([]).when(disableKey).then('KEY_NOT_FOUND'));
  it('refuses a second time', () => given([created, disabled]).when(disableKey).then('KEY_ALREADY_DISABLED'));
  it('refuses a revoked key', () => given([created, revoked]).when(disableKey).then('KEY_ALREADY_REVOKED'));
  it('refuses an expired key', () => {
    given([created])
      .when({ ...disableKey, at: afterExpiry })
      .then('KEY_ALREADY_EXPIRED');
  });
  it.each(invalidReasons)('refuses with %s, case %#', (code, fields) => {
    given([created])
      .when({ ...disableKey, ...fields } as DisableKey)
      .then(code);
  });
});

describe('EnableKey', () => {
  it('switches the key on (TX-2)', () => given([created, disabled]).when(enableKey).then([enabled]));
  it('records the comment', () => {
    const data = { ...identity, comment: 'audit passed' };
    given([created, disabled])
      .when({ ...enableKey, comment: 'audit passed ' })
      .then([{ type: 'KeyEnabled', data }]);
  });

  it('refuses a key that is not there', () => given([]).when(enableKey).then('KEY_NOT_FOUND'));
  it('refuses a key that is not off', () => given([created]).when(enableKey).then('KEY_NOT_DISABLED'));
  it('refuses a second time', () =>
    given([created, disabled, enabled]).when(enableKey).then('KEY_NOT_DISABLED'));
  it('refuses a revoked key, off or not', () => {
    given([created, revoked]).when(enableKey).then('KEY_ALREADY_REVOKED');
    given([created, disabled, revoked]).when(enableKey).then('KEY_ALREADY_REVOKED');
  });
  it('refuses an expired key', () => {
    given([created, disabled])
      .when({ ...enableKey, at: afterExpiry })
      .then('KEY_ALREADY_EXPIRED');
  });
  it('refuses a comment with control characters', () => {
    given([created, disabled])
      .when({ ...enableKey, comment: '\u001b' })
      .then('INVALID_COMMENT');
  });

  it('hands the scopes of a system key out to those who hold them', () => {
    const scopes = ['keyledger@acme:GetKey'];
    const systemKey: KeyCreated = { ...created, data: { ...created.data, accountId: 'system', scopes } };
    const systemEnabled = {
      type: 'KeyEnabled',
      data: { keyId, accountId: 'system', comment: null },
    } as const;
    given([systemKey, disabled])
      .when({ ...enableKey, grantorScopes: ['keyledger:read'] })
      .then([systemEnabled]);
    given([systemKey, disabled])
      .when({ ...enableKey, grantorScopes: ['keyledger@other:*'] })
      .then('GRANT_EXCEEDS_HOLDER');
  });
});

describe('RevokeKey', () => {
  it('revokes the key', () => given([created]).when(revokeKey).then([revoked]));
  it('revokes a disabled key', () => given([created, disabled]).when(revokeKey).then([revoked]));
  it('revokes an expired key', () =>
    given([created])
      .when({ ...revokeKey, at: afterExpiry })
      .then([revoked]));

  it('refuses a key that is not there', () => given([]).when(revokeKey).then('KEY_NOT_FOUND'));
  it('refuses a second time', () => given([created, revoked]).when(revokeKey).then('KEY_ALREADY_REVOKED'));
  it.each(invalidReasons)('refuses with %s, case %#', (code, fields) => {
    given([created])
      .when({ ...revokeKey, ...fields } as RevokeKey)
      .then(code);
  });
});
