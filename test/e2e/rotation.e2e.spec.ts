import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type {
  AuditPageAnswer,
  ChangedAnswer,
  KeyAnswer,
  KeyCreatedAnswer,
  KeyImportedAnswer,
  KeyRotatedAnswer,
  KeyUsageAnswer,
  VerdictAnswer,
} from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { type Api, apiOf } from './api.js';
import { describeDeployments } from './deployments/describe-deployments.js';

const unusedForMs = 1_000;
const clientAddress = '192.0.2.7';

describeDeployments(
  'the rotation of a key',
  ['all-in-one', 'apart-kafka-eventstoredb'],
  (deployed) => {
    let admin: Api;
    let verifier: Api;

    /** Addresses change with a restart. */
    function connect(): void {
      admin = apiOf(deployed().apiUrl, deployed().rootKey);
      verifier = apiOf(deployed().verifierUrls[0] ?? '', deployed().rootKey);
    }

    beforeAll(async () => {
      connect();
      await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
    });

    async function newKey(wishes: object = {}): Promise<KeyCreatedAnswer> {
      const body = { name: 'CRM integration', scopes: ['orders:*'], ...wishes };
      return (await admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', body)).body;
    }

    async function rotate(keyId: string, body: object): Promise<KeyRotatedAnswer> {
      const answer = await admin.post<KeyRotatedAnswer>(`/v1/keys/${keyId}/rotate`, body);
      expect(answer.status).toBe(201);
      return answer.body;
    }

    async function codeOf(value: string, minPosition: string): Promise<string> {
      const question = { key: value, operation: 'orders:List', clientAddress, minPosition };
      return (await verifier.post<VerdictAnswer>('/v1/verify', question)).body.code;
    }

    async function keyWhen(keyId: string, condition: (key: KeyAnswer) => boolean): Promise<KeyAnswer> {
      const look = async () => {
        const { body } = await admin.get<KeyAnswer>(`/v1/keys/${keyId}`);
        return condition(body) ? body : null;
      };
      return waitFor(look, { what: `what is to become of ${keyId}` });
    }

    it('ends once the old key is drained; whoever still uses it then is seen', async () => {
      const old = await newKey();
      expect(await codeOf(old.value, old.position)).toBe('VALID');
      await keyWhen(old.key.id, ({ lastUsed }) => lastUsed !== null);
      const { key, value, position } = await rotate(old.key.id, {
        overlap: 'until-drained',
        unusedFor: `PT${unusedForMs / 1_000}S`,
      });
      expect(await codeOf(old.value, position)).toBe('VALID'); // both work
      const drained = async () => {
        expect(await codeOf(value, position)).toBe('VALID');
        const { body } = await admin.get<KeyAnswer>(`/v1/keys/${old.key.id}`);
        return body.status === 'rotated' ? body : null;
      };
      const rotated = await waitFor(drained, { what: 'the old key to be drained', pollMs: unusedForMs / 4 });
      expect(rotated.rotation).toMatchObject({ successorId: key.id, ended: 'drained' });

      expect(await codeOf(old.value, position)).toBe('KEY_ROTATED');
      const { lastRefused } = await keyWhen(old.key.id, (each) => each.lastRefused !== null);
      expect(lastRefused).toMatchObject({ code: 'KEY_ROTATED', operation: 'orders:List', clientAddress });
      const { items } = (await admin.get<KeyUsageAnswer>(`/v1/keys/${old.key.id}/usage`)).body;
      expect(items).toContainEqual(expect.objectContaining({ code: 'KEY_ROTATED', count: 1 }));
    });

    it('without an overlap is in force with its position', async () => {
      const old = await newKey();
      const { value, position } = await rotate(old.key.id, { overlap: 'PT0S' });
      expect([await codeOf(old.value, position), await codeOf(value, position)]).toEqual([
        'KEY_ROTATED',
        'VALID',
      ]);
    });

    it('is cut short by command', async () => {
      const old = await newKey();
      await rotate(old.key.id, { overlap: 'P7D' });
      const path = `/v1/keys/${old.key.id}/overlap`;
      const { body } = await admin.put<ChangedAnswer>(path, { overlap: 'PT0S' });
      expect(await codeOf(old.value, body.position)).toBe('KEY_ROTATED');
    });

    it('ends by the clock, which the history tells afterwards, once', async () => {
      const old = await newKey();
      await rotate(old.key.id, { overlap: 'PT1S' });
      await keyWhen(old.key.id, ({ rotation }) => rotation?.completedAt != null);
      const { items } = (await admin.get<AuditPageAnswer>(`/v1/keys/${old.key.id}/history`)).body;
      expect(items.map(({ type, actor }) => [type, actor]).slice(2)).toEqual([
        ['RotationCompleted', 'system:lifecycle'],
      ]);
    });

    describe('and its expiry', () => {
      it('is in force at its instant, and recorded once', async () => {
        const expiresAt = new Date(Date.now() + 2_000).toISOString();
        const { key, value, position } = await newKey({ expiresAt });
        await waitFor(async () => (await codeOf(value, position)) === 'KEY_EXPIRED');
        const types = async () => {
          const { items } = (await admin.get<AuditPageAnswer>(`/v1/keys/${key.id}/history`)).body;
          const found = items.map(({ type }) => type);
          return found.includes('KeyExpired') ? found : null;
        };
        // A key that is to live for less than a day is reminded of at once.
        const found = await waitFor(types, { what: 'the expiry to be recorded' });
        expect(found.filter((type) => type === 'KeyExpired')).toHaveLength(1);
      });

      it('that came while everything was down is recorded by what starts next, once', async () => {
        const created = await newKey({ expiresAt: new Date(Date.now() + 1_000).toISOString() });
        const rotated = await newKey();
        await rotate(rotated.key.id, { overlap: 'PT1S' });
        await deployed().crash();
        await deployed().restart();
        connect();
        await keyWhen(rotated.key.id, ({ rotation }) => rotation?.completedAt != null);
        const path = `/v1/keys/${created.key.id}/history`;
        const expired = async () => {
          const { items } = (await admin.get<AuditPageAnswer>(path)).body;
          return items.filter(({ type }) => type === 'KeyExpired').length;
        };
        await waitFor(async () => (await expired()) > 0, { what: 'the expiry to be recorded' });
        expect(await expired()).toBe(1);
      });
    });

    it('takes over from a key that was made elsewhere', async () => {
      const value = `old-system-${'x'.repeat(40)}`;
      const digest = { algorithm: 'sha256', value: createHash('sha256').update(value).digest('hex') };
      const path = '/v1/accounts/acme/keys/import';
      const { body } = await admin.post<KeyImportedAnswer>(path, {
        ...{ name: 'From the old system', scopes: ['orders:*'], digest },
      });
      expect(await codeOf(value, body.position)).toBe('VALID');
      const successor = await rotate(body.key.id, { overlap: 'PT0S' });
      expect(await codeOf(value, successor.position)).toBe('KEY_ROTATED');
      expect(await codeOf(successor.value, successor.position)).toBe('VALID');
    });
  },
  { env: { LIFECYCLE_INTERVAL_MS: '200' } },
);
