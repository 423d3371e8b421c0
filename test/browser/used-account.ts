import type {
  AccountUsageAnswer,
  ChangedAnswer,
  KeyCreatedAnswer,
  VerdictAnswer,
} from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { type Api, apiOf } from '../e2e/api.js';

export interface UsedKey {
  readonly id: string;
  readonly ask: (operation: string, clientAddress: string, times?: number) => Promise<void>;
}

/** An account with two keys that are used, one of which tries what it may not do, and one that has leaked. */
export interface UsedAccount {
  readonly admin: Api;
  readonly billing: UsedKey;
  readonly warehouse: UsedKey;
  readonly leaked: UsedKey;
  readonly usage: () => Promise<AccountUsageAnswer>;
  /** The value of a key that may look at everything of the account and change nothing. */
  readonly auditorKey: string;
}

export const slug = 'acme';
const office = '203.0.113.7';
const elsewhere = '198.51.100.9';

const forbidden = ['Delete', 'Create', 'Refund', 'Void', 'Export', 'Pay', 'Sign'];

export async function openUsedAccount(baseUrl: string, rootKey: string): Promise<UsedAccount> {
  const admin = apiOf(baseUrl, rootKey);
  await admin.post('/v1/accounts', { slug, name: 'Acme' });
  const billing = await createKey(admin, 'Billing export', ['invoices:List', 'invoices:Get']);
  const warehouse = await createKey(admin, 'Warehouse <b>sync</b> 倉庫', ['stock:Read']);
  const leaked = await createKey(admin, 'Partner feed', ['orders:List']);
  await billing.ask('invoices:List', office, 31);
  await billing.ask('invoices:Get', elsewhere, 12);
  await warehouse.ask('stock:Read', elsewhere, 9);
  for (const operation of forbidden) await billing.ask(`payments:${operation}`, office);
  const revoked = await admin.post<ChangedAnswer>(`/v1/keys/${leaked.id}/revoke`, { reason: 'leaked' });
  await admin.get(`/v1/keys/${leaked.id}?minPosition=${revoked.body.position}`);
  await leaked.ask('orders:List', '192.0.2.200', 5);
  const usage = async () => (await admin.get<AccountUsageAnswer>(`/v1/accounts/${slug}/usage`)).body;
  const asked = 31 + 12 + 9 + forbidden.length + 5;
  await waitFor(async () => {
    const { accepted, refused } = await usage();
    return accepted + refused === asked;
  });
  const auditor = { name: 'Auditor of Acme', scopes: [`keyledger@${slug}:read`] };
  const created = await admin.post<KeyCreatedAnswer>('/v1/accounts/system/keys', auditor);
  return { admin, billing, warehouse, leaked, usage, auditorKey: created.body.value };
}

async function createKey(admin: Api, name: string, scopes: readonly string[]): Promise<UsedKey> {
  const created = await admin.post<KeyCreatedAnswer>(`/v1/accounts/${slug}/keys`, { name, scopes });
  const { key, value, position: minPosition } = created.body;
  const ask = async (operation: string, clientAddress: string, times = 1) => {
    const question = { key: value, operation, clientAddress, userAgent: 'exporter/2.1', minPosition };
    for (let asked = 0; asked < times; asked += 1) await admin.post<VerdictAnswer>('/v1/verify', question);
  };
  return { id: key.id, ask };
}
