import type { CreateKey, KeyCreated, KeyDisabled, KeyEnabled, KeyRevoked } from '@keyledger/domain';

/** One key, as it is asked for and as it is recorded: specifications vary the field that they are about. */
const keyId = 'key_0123456789ABCDEFGHIJKL';
const accountId = 'acme';
const digest = { algorithm: 'sha256', value: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' } as const;

/** Epoch milliseconds of every command of the example, unless it says otherwise. */
export const exampleAt = Date.UTC(2030, 0, 1);
export const exampleIdentity = { keyId, accountId } as const;

export const exampleCreateKey: CreateKey = {
  type: 'CreateKey',
  ...exampleIdentity,
  at: exampleAt,
  name: 'CI of the web shop',
  description: 'Deploys and smoke tests',
  tags: ['ci', 'web shop'],
  owner: 'ada@acme.example',
  environment: 'production',
  attributes: {},
  scopes: ['payments:read', 'payments:Send'],
  ipAllowlist: { enforced: true, entries: ['192.0.2.0/24', '2001:db8::1'] },
  limits: [],
  expiresAt: '2030-07-01T00:00:00.000Z',
  digest,
  visibleStart: 'kl_live_Ab3d',
  catalogue: null,
  grantorScopes: null,
  profile: 'keyledger',
  kind: 'key',
  rotatedFrom: null,
};

export const exampleKeyCreated: KeyCreated = {
  type: 'KeyCreated',
  data: {
    ...exampleIdentity,
    name: 'CI of the web shop',
    description: 'Deploys and smoke tests',
    tags: ['ci', 'web shop'],
    owner: 'ada@acme.example',
    environment: 'production',
    attributes: {},
    scopes: ['payments:read', 'payments:Send'],
    ipAllowlist: { enforced: true, entries: ['192.0.2.0/24', '2001:db8::1'] },
    limits: [],
    expiresAt: '2030-07-01T00:00:00.000Z',
    digest,
    visibleStart: 'kl_live_Ab3d',
    profile: 'keyledger',
    kind: 'key',
    createdAt: new Date(exampleAt).toISOString(),
    rotatedFrom: null,
  },
};

export const exampleKeyDisabled: KeyDisabled = {
  type: 'KeyDisabled',
  data: { ...exampleIdentity, reason: 'policy', comment: 'until the audit' },
};

export const exampleKeyEnabled: KeyEnabled = {
  type: 'KeyEnabled',
  data: { ...exampleIdentity, comment: null },
};

export const exampleKeyRevoked: KeyRevoked = {
  type: 'KeyRevoked',
  data: { ...exampleIdentity, reason: 'leaked', comment: null },
};
