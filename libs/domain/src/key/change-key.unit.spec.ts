import { describe, it } from '@jest/globals';
import {
  exampleAt as at,
  exampleIdentity as identity,
  exampleKeyCreated as created,
  exampleKeyDisabled as disabled,
  exampleKeyRevoked as revoked,
  specificationOf,
} from '@keyledger/testing';
import { systemCatalogue } from '../scopes/system-catalogue.js';
import type {
  ChangeExpiry,
  ChangeLimits,
  ChangeScopes,
  DescribeKey,
  KeyCommand,
  UpdateIpAllowlist,
} from './commands.js';
import type { KeyEvent } from './events.js';
import { keyDecider } from './key-decider.js';

const given = specificationOf(keyDecider);
const { keyId } = identity;
const afterExpiry = Date.UTC(2030, 6, 1);

const describeKey: DescribeKey = { type: 'DescribeKey', keyId, at, name: 'Another name' };
const changeScopes: ChangeScopes = {
  type: 'ChangeScopes',
  keyId,
  at,
  scopes: ['payments:*'],
  catalogue: null,
  grantorScopes: null,
};
const updateIpAllowlist: UpdateIpAllowlist = {
  type: 'UpdateIpAllowlist',
  keyId,
  at,
  enforced: false,
  entries: ['203.0.113.9'],
  grantorScopes: null,
};
const limits = [{ name: 'day', kind: 'fixed', requests: 9, window: 'P1D' }] as const;
const changeLimits: ChangeLimits = { type: 'ChangeLimits', keyId, at, limits, grantorScopes: null };
const changeExpiry: ChangeExpiry = { type: 'ChangeExpiry', keyId, at, expiresAt: null, grantorScopes: null };

const described: KeyEvent = { type: 'KeyDescribed', data: { ...identity, name: 'Another name' } };
const scopesChanged: KeyEvent = {
  type: 'ScopesChanged',
  data: { ...identity, scopes: ['payments:*'], previousScopes: created.data.scopes },
};
const ipAllowlistUpdated: KeyEvent = {
  type: 'IpAllowlistUpdated',
  data: { ...identity, enforced: false, entries: ['203.0.113.9'], previous: created.data.ipAllowlist },
};
const limitsChanged: KeyEvent = {
  type: 'LimitsChanged',
  data: { ...identity, limits, previousLimits: [] },
};
const expiryChanged: KeyEvent = {
  type: 'ExpiryChanged',
  data: { ...identity, expiresAt: null, previousExpiresAt: created.data.expiresAt },
};

describe.each<[KeyCommand['type'], KeyCommand, KeyEvent]>([
  ['DescribeKey', describeKey, described],
  ['ChangeScopes', changeScopes, scopesChanged],
  ['UpdateIpAllowlist', updateIpAllowlist, ipAllowlistUpdated],
  ['ChangeLimits', changeLimits, limitsChanged],
  ['ChangeExpiry', changeExpiry, expiryChanged],
])('%s', (_, command, event) => {
  it('records the change', () => given([created]).when(command).then([event]));
  it('records the change of a disabled key', () => given([created, disabled]).when(command).then([event]));
  it('records nothing when it is so already', () => given([created, event]).when(command).then([]));
  it('refuses a key that is not there', () => given([]).when(command).then('KEY_NOT_FOUND'));
  it('refuses a revoked key', () => given([created, revoked]).when(command).then('KEY_ALREADY_REVOKED'));
});

describe.each<[KeyCommand['type'], UpdateIpAllowlist | ChangeLimits | ChangeExpiry, KeyEvent]>([
  ['UpdateIpAllowlist', updateIpAllowlist, ipAllowlistUpdated],
  ['ChangeLimits', changeLimits, limitsChanged],
  ['ChangeExpiry', changeExpiry, expiryChanged],
])('%s', (_, command, event) => {
  it('lifts no limit for whoever does not hold what the key may do', () => {
    given([created])
      .when({ ...command, grantorScopes: ['payments:Other', 'keyledger@system:*'] })
      .then('GRANT_EXCEEDS_HOLDER');
  });

  it('is open to whoever holds it', () => {
    given([created])
      .when({ ...command, grantorScopes: ['*:*'] })
      .then([event]);
    given([created])
      .when({ ...command, grantorScopes: created.data.scopes })
      .then([event]);
  });

  it('refuses nobody what is so already', () => {
    given([created, event])
      .when({ ...command, grantorScopes: ['keyledger@system:*'] })
      .then([]);
  });
});

describe('DescribeKey', () => {
  it('records only what differs', () => {
    const { name, tags, owner } = created.data;
    given([created])
      .when({ type: 'DescribeKey', keyId, at, name, tags, owner, description: 'New', environment: 'staging' })
      .then([{ type: 'KeyDescribed', data: { ...identity, description: 'New', environment: 'staging' } }]);
  });

  it('clears what is null', () => {
    given([created])
      .when({ type: 'DescribeKey', keyId, at, description: null, owner: null, environment: null, tags: [] })
      .then([
        {
          type: 'KeyDescribed',
          data: { ...identity, description: null, owner: null, environment: null, tags: [] },
        },
      ]);
  });

  it('takes the order of tags for a change', () => {
    given([created])
      .when({ type: 'DescribeKey', keyId, at, tags: ['web shop', 'ci'] })
      .then([{ type: 'KeyDescribed', data: { ...identity, tags: ['web shop', 'ci'] } }]);
  });

  it('records nothing when nothing is given', () => {
    given([created]).when({ type: 'DescribeKey', keyId, at }).then([]);
    given([created]).when({ type: 'DescribeKey', keyId, at, name: undefined }).then([]);
  });

  it('describes an expired key', () => {
    given([created])
      .when({ ...describeKey, at: afterExpiry })
      .then([described]);
  });

  it.each([
    ['INVALID_NAME', { name: null }],
    ['INVALID_NAME', { name: '' }],
    ['INVALID_DESCRIPTION', { description: 'x'.repeat(1_001) }],
    ['INVALID_TAG', { tags: ['a', 'a'] }],
    ['INVALID_TAG', { tags: null }],
    ['TOO_MANY_TAGS', { tags: Array.from({ length: 11 }, (_, index) => `${index}`) }],
    ['INVALID_OWNER', { owner: '' }],
    ['INVALID_ENVIRONMENT', { environment: 'Production' }],
  ] as const)('refuses with %s, case %#', (code, fields) => {
    given([created])
      .when({ ...describeKey, ...fields } as DescribeKey)
      .then(code);
  });
});

describe('ChangeScopes', () => {
  it('takes the same scopes in another order for the same', () => {
    given([created])
      .when({ ...changeScopes, scopes: ['payments:Send', 'payments:read'] })
      .then([]);
  });

  it('refuses an expired key', () => {
    given([created])
      .when({ ...changeScopes, at: afterExpiry })
      .then('KEY_ALREADY_EXPIRED');
  });

  it.each([
    ['INVALID_SCOPE', { scopes: ['payments:Se nd'] }],
    ['TOO_MANY_SCOPES', { scopes: [] }],
    ['UNKNOWN_OPERATION', { scopes: ['payments:*'], catalogue: systemCatalogue }],
    ['GRANT_EXCEEDS_HOLDER', { scopes: ['keyledger:*'], grantorScopes: ['keyledger:read'] }],
  ] as const)('refuses with %s, case %#', (code, fields) => {
    given([created])
      .when({ ...changeScopes, ...fields })
      .then(code);
  });
});

describe('UpdateIpAllowlist', () => {
  it('records entries normalised, in the order given, each once', () => {
    const entries = ['::ffff:10.9.9.9/104', '192.0.2.1', '10.0.0.0/8'];
    const { ipAllowlist: previous } = created.data;
    given([created])
      .when({ ...updateIpAllowlist, enforced: true, entries })
      .then([
        {
          type: 'IpAllowlistUpdated',
          data: { ...identity, enforced: true, entries: ['10.0.0.0/8', '192.0.2.1'], previous },
        },
      ]);
  });

  it('takes other spellings of the same list for the same', () => {
    const command = { ...updateIpAllowlist, enforced: true, entries: ['192.0.2.200/24', '2001:DB8::0:1'] };
    given([created]).when(command).then([]);
  });

  it('takes the toggle alone for a change', () => {
    const { ipAllowlist: previous } = created.data;
    const data = { ...identity, ...previous, enforced: false, previous };
    given([created])
      .when({ ...updateIpAllowlist, entries: previous.entries })
      .then([{ type: 'IpAllowlistUpdated', data }]);
  });

  it('refuses an expired key', () => {
    given([created])
      .when({ ...updateIpAllowlist, at: afterExpiry })
      .then('KEY_ALREADY_EXPIRED');
  });

  it('refuses what is no address, and more than five hundred', () => {
    given([created])
      .when({ ...updateIpAllowlist, entries: ['10.0.0.1', '010.0.0.1'] })
      .then('INVALID_ADDRESS');
    const entries = Array<string>(501).fill('10.0.0.1');
    given([created])
      .when({ ...updateIpAllowlist, entries })
      .then('TOO_MANY_ADDRESSES');
  });
});

describe('ChangeExpiry', () => {
  it('moves the expiry, in UTC', () => {
    const { expiresAt: previousExpiresAt } = created.data;
    given([created])
      .when({ ...changeExpiry, expiresAt: '2031-01-01T00:00:00+01:00' })
      .then([
        {
          type: 'ExpiryChanged',
          data: { ...identity, expiresAt: '2030-12-31T23:00:00.000Z', previousExpiresAt },
        },
      ]);
  });

  it('takes another spelling of the same instant for the same', () => {
    given([created])
      .when({ ...changeExpiry, expiresAt: '2030-07-01T02:00:00+02:00' })
      .then([]);
  });

  it('brings no expired key back', () => {
    given([created])
      .when({ ...changeExpiry, at: afterExpiry - 1 })
      .then([expiryChanged]);
    given([created])
      .when({ ...changeExpiry, at: afterExpiry })
      .then('KEY_ALREADY_EXPIRED');
  });

  it.each(['2029-12-31T00:00:00Z', '2030-01-01', 'soon', '+010000-01-01T00:00:00Z'])(
    'refuses %p',
    (expiresAt) => {
      given([created])
        .when({ ...changeExpiry, expiresAt })
        .then('INVALID_EXPIRY');
    },
  );
});
