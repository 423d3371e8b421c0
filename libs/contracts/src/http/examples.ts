import type { AccountAnswer } from './accounts.js';
import type { AuditEntryAnswer } from './audit.js';
import type { KeyAnswer } from './keys.js';

/** What the OpenAPI document shows; a test holds each against its schema. */
const keyId = 'key_4mYz0QfX8sL2cT7bN1vR9k';
const adminKeyId = 'key_0aR4nTq7WcE2xJ5uB8dKfM';

export const exampleAccount: AccountAnswer = {
  id: 'acme',
  name: 'Acme Telecom',
  profile: 'keyledger',
  email: null,
  apiAccess: true,
  apiAccessChange: null,
  whenStale: 'refuse',
  usageAddresses: 'full',
  openedAt: '2030-01-31T09:00:00.000Z',
  openedBy: adminKeyId,
  updatedAt: '2030-01-31T09:00:00.000Z',
  revision: 0,
};

export const exampleKey: KeyAnswer = {
  id: keyId,
  account: 'acme',
  name: 'Billing export',
  description: 'Nightly export to the warehouse',
  tags: ['billing'],
  owner: 'finance@acme.example',
  environment: 'production',
  attributes: {},
  profile: 'keyledger',
  kind: 'key',
  permissions: null,
  rotatedFrom: null,
  rotation: null,
  rotationDue: false,
  visibleStart: 'kl_live_7Qm2',
  status: 'active',
  statusChange: null,
  scopes: ['invoices:read', 'exports:Create'],
  ipAllowlist: { enforced: true, entries: ['203.0.113.0/24', '2001:db8::/48'] },
  limits: [],
  expiresAt: '2031-01-31T00:00:00.000Z',
  createdAt: '2030-01-31T09:01:00.000Z',
  createdBy: adminKeyId,
  updatedAt: '2030-01-31T09:01:00.000Z',
  revision: 0,
  lastUsed: {
    at: '2030-02-01T01:00:00.000Z',
    operation: 'exports:Create',
    code: 'VALID',
    clientAddress: '203.0.113.7',
    userAgent: 'exporter/2.1',
    verifier: '10.0.0.5:8080',
  },
  lastRefused: null,
};

/** The shape of a value; its checksum is wrong, so it can never be anyone's. */
export const exampleKeyValue = 'kl_live_7Qm2ExampleExampleExampleExample';

export const exampleReason = { reason: 'leaked', comment: 'Seen in a public repository' };

export const exampleAuditEntry: AuditEntryAnswer = {
  id: '6f2b8c1e-4c1d-4e0a-9a53-0d2f6f0f7a11',
  position: '4711',
  type: 'KeyRevoked',
  account: 'acme',
  key: keyId,
  revision: 3,
  time: '2030-02-02T10:00:00.000Z',
  actor: adminKeyId,
  reason: 'leaked',
  comment: 'Seen in a public repository',
  data: { keyId, accountId: 'acme', reason: 'leaked', comment: 'Seen in a public repository' },
  requestId: '1f6c1b1a-6b1f-4b8e-8d53-3c8a52a2c9f0',
  correlationId: '1f6c1b1a-6b1f-4b8e-8d53-3c8a52a2c9f0',
  causationId: '1f6c1b1a-6b1f-4b8e-8d53-3c8a52a2c9f0',
  clientAddress: '198.51.100.9',
  userAgent: 'curl/8.5.0',
};

export const exampleChange = { position: '4711', revision: 3, warnings: [] };
