import { expect, it } from '@jest/globals';
import type {
  AlertAnswer,
  AlertPageAnswer,
  AuditPageAnswer,
  ChangedAnswer,
  KeyAnswer,
  KeyCreatedAnswer,
  MutedAnswer,
  VerdictAnswer,
} from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { type Api, apiOf } from './api.js';
import type { Deployment } from './deployments/deployment.js';
import { describeDeployments } from './deployments/describe-deployments.js';

const testMsMax = 120_000;

interface Scene {
  readonly account: string;
  readonly admin: Api;
  readonly key: KeyAnswer;
  readonly verify: (operation?: string) => Promise<VerdictAnswer>;
}

/** An account with one key, and what it wants of the rules. */
async function setScene(
  { apiUrl, rootKey, verifierUrls: [verifierUrl = apiUrl] }: Deployment,
  account: string,
  rules: object,
): Promise<Scene> {
  const admin = apiOf(apiUrl, rootKey);
  await admin.post('/v1/accounts', { slug: account, name: 'Acme' });
  expect((await admin.put(`/v1/accounts/${account}/alert-policy`, { rules })).status).toBe(200);
  const wishes = { name: 'Billing export', scopes: ['invoices:read'] };
  const created = await admin.post<KeyCreatedAnswer>(`/v1/accounts/${account}/keys`, wishes);
  const { key, value, position: minPosition } = created.body;
  const verifier = apiOf(verifierUrl, rootKey);
  const verify = async (operation?: string) =>
    (await verifier.post<VerdictAnswer>('/v1/verify', { key: value, operation, minPosition })).body;
  return { account, admin, key, verify };
}

async function revokeAsLeaked({ admin, key }: Scene): Promise<void> {
  const revoked = await admin.post<ChangedAnswer>(`/v1/keys/${key.id}/revoke`, { reason: 'leaked' });
  await admin.get(`/v1/keys/${key.id}?minPosition=${revoked.body.position}`);
}

async function alertsOf({ admin, account }: Scene, filters = ''): Promise<AlertPageAnswer['items']> {
  return (await admin.get<AlertPageAnswer>(`/v1/accounts/${account}/alerts?${filters}`)).body.items;
}

async function alertOf(scene: Scene, rule: string): Promise<AlertAnswer> {
  return waitFor(async () => (await alertsOf(scene, `rule=${rule}`))[0], { what: `an alert of ${rule}` });
}

async function counted({ admin, key }: Scene, requests: number): Promise<void> {
  await waitFor(async () => {
    const { body } = await admin.get<{ items: { count: number }[] }>(`/v1/keys/${key.id}/usage`);
    return body.items.reduce((sum, { count }) => sum + count, 0) >= requests;
  });
}

describeDeployments('alerts', ['all-in-one', 'apart-postgres'], (deployed) => {
  it(
    'are raised when a revoked key is used, and acknowledged and resolved by people',
    async () => {
      const scene = await setScene(deployed(), 'acme', {});
      const { admin, account, key } = scene;
      await revokeAsLeaked(scene);
      await waitFor(async () => (await scene.verify()).code === 'KEY_REVOKED');
      await scene.verify();
      const alert = await alertOf(scene, 'ended-key-used');
      expect(alert).toMatchObject({ status: 'open', severity: 'critical', keyId: key.id, count: 1 });
      expect(alert.evidence).toMatchObject({ requests: expect.any(Number) });
      const path = `/v1/accounts/${account}/alerts/${alert.id}`;
      const acknowledged = await admin.post<ChangedAnswer>(`${path}/acknowledge`, { comment: 'looking' });
      const seen = await admin.get<AlertAnswer>(`${path}?minPosition=${acknowledged.body.position}`);
      expect(seen.body).toMatchObject({ status: 'acknowledged', comment: 'looking' });
      const resolved = await admin.post<ChangedAnswer>(`${path}/resolve`, { comment: 'an old job' });
      await admin.get(`${path}?minPosition=${resolved.body.position}`);
      expect(await alertsOf(scene, 'status=open')).toEqual([]);
      expect(await alertsOf(scene, 'status=resolved')).toMatchObject([
        { id: alert.id, comment: 'an old job' },
      ]);
      const audit = await admin.get<AuditPageAnswer>(`/v1/audit?account=${account}&key=${key.id}`);
      expect(audit.body.items.map(({ type }) => type)).toEqual(
        expect.arrayContaining(['KeyRevoked', 'AlertRaised', 'AlertAcknowledged', 'AlertResolved']),
      );
    },
    testMsMax,
  );

  it(
    'disable the key where the account wants that, and verifiers refuse it',
    async () => {
      const scene = await setScene(deployed(), 'globex', {
        'scope-probing': { response: 'disable', settings: { operationsPerHour: 4 } },
      });
      const { admin, account, key } = scene;
      expect(await scene.verify('invoices:List')).toMatchObject({ code: 'INSUFFICIENT_SCOPE' });
      for (const operation of ['Delete', 'Create', 'Refund', 'Void', 'Export']) {
        await scene.verify(`payments:${operation}`);
      }
      const alert = await alertOf(scene, 'scope-probing');
      expect(alert).toMatchObject({ keyId: key.id, response: 'disable', status: 'open' });
      await waitFor(async () => (await scene.verify()).code === 'KEY_DISABLED', { what: 'the key disabled' });
      const eventOf = (type: string) =>
        waitFor(async () => {
          const { body } = await admin.get<AuditPageAnswer>(`/v1/keys/${key.id}/history`);
          return body.items.find((event) => event.type === type);
        });
      const raised = await eventOf('AlertRaised');
      expect(await eventOf('KeyDisabled')).toMatchObject({
        ...{ actor: 'system:alert-response', reason: 'policy', causationId: raised.id },
        account,
      });
    },
    testMsMax,
  );

  it(
    'are not raised while a rule is muted, or switched off',
    async () => {
      const scene = await setScene(deployed(), 'initech', { 'scope-probing': { enabled: false } });
      const { admin, account } = scene;
      const muted = await admin.post<MutedAnswer>(`/v1/accounts/${account}/alert-mutes`, {
        ...{ rule: 'ended-key-used', reason: 'we know' },
      });
      expect(muted.status).toBe(201);
      const operations = [
        'Delete',
        'Create',
        'Refund',
        'Void',
        'Export',
        'Pay',
        'Draw',
        'Sign',
        'Move',
        'Cut',
      ];
      for (const operation of operations) await scene.verify(`payments:${operation}`);
      await revokeAsLeaked(scene);
      await waitFor(async () => (await scene.verify()).code === 'KEY_REVOKED');
      await counted(scene, operations.length + 1);
      // What another account's key brings about after these has been decided on after these.
      const other = await setScene(deployed(), 'umbrella', {});
      await revokeAsLeaked(other);
      await waitFor(async () => (await other.verify()).code === 'KEY_REVOKED');
      await alertOf(other, 'ended-key-used');
      expect(await alertsOf(scene)).toEqual([]);
    },
    testMsMax,
  );
});

describeDeployments('an auditor that is killed', ['apart-postgres'], (deployed) => {
  it(
    'neither forgets an alert nor raises it twice',
    async () => {
      const deployment = deployed();
      const scenes: Scene[] = [];
      for (const account of ['one', 'two', 'three', 'four']) {
        const scene = await setScene(deployment, account, {});
        await revokeAsLeaked(scene);
        await waitFor(async () => (await scene.verify()).code === 'KEY_REVOKED');
        scenes.push(scene);
      }
      await deployment.fleet.kill('auditor 1');
      await Promise.all(scenes.map((scene) => scene.verify()));
      await deployment.fleet.restart('auditor 1');
      await Promise.all(scenes.map((scene) => scene.verify()));
      await deployment.fleet.kill('auditor 1');
      await deployment.fleet.restart('auditor 1');
      for (const scene of scenes) {
        await counted(scene, 3);
        expect(await alertOf(scene, 'ended-key-used')).toMatchObject({ count: 1 });
        expect(await alertsOf(scene)).toHaveLength(1);
      }
    },
    testMsMax,
  );
});
