import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyAnswer, KeyUsageAnswer } from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { Company, type GatewayAnswer } from './company.js';

/** Virtual numbers: profile `permission-levels`. */

let company: Company;

const catalogue = {
  operations: [
    { name: 'inventory:List', access: 'read', routes: [{ method: 'GET', path: '/inventory' }] },
    {
      name: 'inventory:Assign',
      access: 'write',
      routes: [{ method: 'POST', path: '/inventory/{id}/assign' }],
    },
    { name: 'users:Create', access: 'write' },
    { name: 'users:List', access: 'read' },
    { name: 'reports:Read', access: 'read' },
    { name: 'logs:List', access: 'read' },
    { name: 'kyc:Upload', access: 'write' },
    { name: 'billing:Pay', access: 'write' },
  ],
  groups: [
    { id: 'inventory', title: 'Inventory Management', operations: ['inventory:List', 'inventory:Assign'] },
    { id: 'users', title: 'User Management', operations: ['users:Create', 'users:List'] },
    { id: 'analytics', title: 'Analytics and Reporting', operations: ['reports:Read'] },
    { id: 'logs', title: 'Call and SMS Logs', operations: ['logs:List'] },
    { id: 'kyc', title: 'KYC Operations', operations: ['kyc:Upload'] },
  ],
};

beforeAll(async () => {
  company = await Company.open({ profile: 'permission-levels', catalogue });
});
afterAll(() => company.close());

const bearer = (value: string) => ['Authorization', `Bearer ${value}`];
const full = { permissions: { level: 'full' } };
const unauthorized = (details: unknown = expect.any(String)) => ({
  error: { code: 'unauthorized', message: expect.any(String) as unknown, details },
});

async function asks(value: string, operation: string): Promise<GatewayAnswer> {
  return company.authorize({ headers: bearer(value), operation });
}

describe('the credential', () => {
  it('XN-1: travels as Authorization: Bearer KEY', async () => {
    const { value, key } = await company.create(full);
    const answer = await company.authorize({ headers: bearer(value), uri: '/inventory' });
    expect(answer.status).toBe(200);
    expect(answer.headers['x-keyledger-key-id']).toBe(key.id);
  });

  it('XN-1, XN-2: is refused with 401 where it is missing or malformed, and with the body that clients know', async () => {
    const { value } = await company.create(full);
    const headers: readonly (readonly string[])[] = [
      [],
      ['Authorization', ''],
      ['Authorization', value],
      ['Authorization', `Basic ${value}`],
      ['Authorization', `Bearer  ${value}`],
      ['Authorization', `Bearer ${value} x`],
      ['Authorization', `Bearer ${value},`],
      [...bearer(value), ...bearer(value)],
      ['X-Api-Key', value],
    ];
    for (const given of headers) {
      const answer = await company.authorize({ headers: given, uri: '/inventory' });
      expect([given[0], answer.status]).toEqual([given[0], 401]);
      expect(answer.body).toEqual(unauthorized());
      expect(answer.text).not.toContain(value);
    }
  });

  it('XN-1, XN-2: unknown, expired and revoked keys answer 401 with the same shape', async () => {
    const revoked = await company.create(full);
    await company.change('post', `/v1/keys/${revoked.key.id}/revoke`, { reason: 'leaked' });
    const expiring = await company.create({ ...full, expiresAt: new Date(Date.now() + 1_500).toISOString() });
    const other = await company.create(full);
    const unknown = other.value.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    for (const value of [revoked.value, unknown]) {
      expect(await asks(value, 'inventory:List')).toMatchObject({ status: 401, body: unauthorized() });
    }
    await waitFor(async () => (await asks(expiring.value, 'inventory:List')).status === 401, {
      what: 'the key to expire',
    });
    expect((await asks(expiring.value, 'inventory:List')).body).toEqual(unauthorized());
  });
});

describe('the key', () => {
  it('XN-3: has a descriptive name, which is required', async () => {
    const { key } = await company.create({ ...full, name: 'Production API' });
    expect(key.name).toBe('Production API');
    expect((await company.wish({ ...full, name: '' })).body.code).toBe('INVALID_NAME');
  });

  it('XN-12: of production looks other than those of development and staging, and is listed apart', async () => {
    const live = await company.create({ ...full, environment: 'production' });
    const staging = await company.create({ ...full, environment: 'staging' });
    const development = await company.create({ ...full, environment: 'development' });
    expect(live.value).toMatch(/^xn_live_/);
    expect(staging.value).toMatch(/^xn_test_/);
    const { items } = await company.list(`environment=staging&minPosition=${development.position}`);
    expect(items.map(({ id }) => id)).toEqual([staging.key.id]);
  });
});

describe('permissions', () => {
  it('XN-4: Full Access may do everything', async () => {
    const { value, key } = await company.create(full);
    expect(key.permissions).toEqual({ level: 'full' });
    for (const { name } of catalogue.operations) expect((await asks(value, name)).status).toBe(200);
  });

  it('XN-4: Read Only may do every read operation and nothing else', async () => {
    const { value, key } = await company.create({ permissions: { level: 'read' } });
    expect(key.permissions).toEqual({ level: 'read' });
    for (const { name, access } of catalogue.operations) {
      expect([name, (await asks(value, name)).status]).toEqual([name, access === 'read' ? 200 : 403]);
    }
  });

  it.each(catalogue.groups)(
    'XN-4, XN-5: Custom may do the operations of $title and no other',
    async (group) => {
      const permissions = { level: 'custom', groups: [group.id] };
      const { value, key } = await company.create({ permissions });
      expect(key.permissions).toEqual(permissions);
      for (const { name } of catalogue.operations) {
        const expected = group.operations.includes(name) ? 200 : 403;
        expect([name, (await asks(value, name)).status]).toEqual([name, expected]);
      }
    },
  );

  it('XN-5: groups that are none, and levels that are none, are refused', async () => {
    for (const permissions of [
      { level: 'custom', groups: [] },
      { level: 'custom', groups: ['billing'] },
      { level: 'read', groups: ['users'] },
      {},
    ]) {
      const { status, body } = await company.wish({ permissions });
      expect([status, body.code]).toEqual([400, 'INVALID_PERMISSIONS']);
    }
  });

  it('XN-6: what lacks a permission gets 403 with an error of its own that names what would have sufficed', async () => {
    const { value } = await company.create({ permissions: { level: 'custom', groups: ['logs'] } });
    const sufficient = async (operation: string) => {
      const { status, body } = await asks(value, operation);
      expect(status).toBe(403);
      return (body as { error: { code: string; requiredPermission: string } }).error;
    };
    expect(await sufficient('inventory:List')).toMatchObject({
      code: 'insufficient_permissions',
      requiredPermission: 'Inventory Management',
    });
    expect(await sufficient('billing:Pay')).toMatchObject({ requiredPermission: 'Full Access' });
  });
});

describe('what an admin sees', () => {
  it('XN-7: name, creation, last use, recent activity, permissions and level of every key', async () => {
    const { key, value } = await company.create({ ...full, name: 'Dashboard' });
    await asks(value, 'inventory:List');
    const listed = await waitFor(
      async () => {
        const { items } = await company.list('q=Dashboard');
        return items.find(({ id, lastUsed }) => id === key.id && lastUsed !== null);
      },
      { what: 'the use to be seen' },
    );
    expect(listed).toMatchObject({
      name: 'Dashboard',
      createdAt: expect.any(String) as unknown,
      lastUsed: { operation: 'inventory:List', code: 'VALID' },
      permissions: { level: 'full' },
    });
    const lastHours = new Date(Date.now() - 3_600_000).toISOString();
    const recent = await company.admin.get<KeyUsageAnswer>(`/v1/keys/${key.id}/usage?from=${lastHours}`);
    expect(recent.body.items).toMatchObject([{ operation: 'inventory:List', code: 'VALID', count: 1 }]);
  });

  it('XN-8: use of a key over time, by operation, by outcome and by address', async () => {
    const { key, value } = await company.create({ permissions: { level: 'read' } });
    const headers = bearer(value);
    await company.authorize({ headers, operation: 'inventory:List', clientAddress: '192.0.2.7' });
    await company.authorize({ headers, operation: 'inventory:List', clientAddress: '192.0.2.8' });
    await company.authorize({ headers, operation: 'users:Create', clientAddress: '198.51.100.1' });
    const usage = async (by: string) => {
      return (await company.admin.get<KeyUsageAnswer>(`/v1/keys/${key.id}/usage?by=${by}`)).body.items;
    };
    const byOperation = await waitFor(async () => {
      const items = await usage('operation');
      return items.reduce((sum, { count }) => sum + count, 0) === 3 ? items : null;
    });
    expect(byOperation).toMatchObject([
      { operation: 'inventory:List', code: 'VALID', count: 2, hour: expect.any(String) as unknown },
      { operation: 'users:Create', code: 'INSUFFICIENT_SCOPE', count: 1 },
    ]);
    expect(await usage('network')).toMatchObject([
      { network: '192.0.2.0/24', code: 'VALID', count: 2 },
      { network: '198.51.100.0/24', code: 'INSUFFICIENT_SCOPE', count: 1 },
    ]);
  });
});

describe('rotation and revocation', () => {
  it('XN-9: the new key has the same permissions, both work, and uses of the old one are seen after its end', async () => {
    const old = await company.create({ permissions: { level: 'custom', groups: ['kyc'] } });
    const rotated = await company.admin.post<{ key: KeyAnswer; value: string; position: string }>(
      `/v1/keys/${old.key.id}/rotate`,
      { overlap: 'P7D' },
    );
    expect(rotated.status).toBe(201);
    const { key: successor, value } = rotated.body;
    expect(successor).toMatchObject({ permissions: old.key.permissions, rotatedFrom: old.key.id });
    await waitFor(async () => (await asks(value, 'kyc:Upload')).status === 200);
    expect((await asks(old.value, 'kyc:Upload')).status).toBe(200);

    const ended = await company.change('put', `/v1/keys/${old.key.id}/overlap`, { overlap: 'PT0S' });
    expect(ended.status).toBe(200);
    const late = { headers: bearer(old.value), operation: 'kyc:Upload', clientAddress: '192.0.2.9' };
    expect(await company.authorize(late)).toMatchObject({ status: 401, body: unauthorized() });
    expect((await asks(value, 'kyc:Upload')).status).toBe(200);
    const seen = await waitFor(async () => {
      const key = await company.key(old.key.id);
      return key.lastRefused?.code === 'KEY_ROTATED' ? key : null;
    });
    expect(seen).toMatchObject({
      status: 'rotated',
      rotation: { successorId: successor.id },
      lastRefused: { clientAddress: '192.0.2.9', operation: 'kyc:Upload' },
    });
  });

  it('XN-10: keys past 90 days are flagged, and younger ones are not', async () => {
    const { key, position } = await company.create(full);
    const answered = await company.key(key.id, position);
    expect(answered).toMatchObject({ rotationDue: false });
    const { items } = await company.list('rotationDue=true');
    expect(items).toEqual([]);
  });

  it('XN-11: revocation is immediate, and what is tried with the key afterwards is seen', async () => {
    const { key, value } = await company.create(full);
    expect((await asks(value, 'inventory:List')).status).toBe(200);
    await company.change('post', `/v1/keys/${key.id}/revoke`, { reason: 'leaked' });
    const thief = { headers: bearer(value), operation: 'inventory:List', clientAddress: '203.0.113.66' };
    expect((await company.authorize(thief)).status).toBe(401);
    const seen = await waitFor(async () => {
      const { lastRefused } = await company.key(key.id);
      return lastRefused;
    });
    expect(seen).toMatchObject({ code: 'KEY_REVOKED', clientAddress: '203.0.113.66' });
  });
});
