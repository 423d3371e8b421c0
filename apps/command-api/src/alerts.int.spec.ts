import { randomUUID } from 'node:crypto';
import { accountStream, toNewEvent } from '@keyledger/contracts';
import type { AlertRaised } from '@keyledger/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecApi } from './spec-api.js';

let api: SpecApi;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
  await api.openAccount('globex');
});

afterAll(async () => {
  await api.stop();
});

const seenAt = '2026-01-01T00:00:00.000Z';

/** As the auditor would raise it. Answers with its id and position. */
async function raise(changes: Partial<AlertRaised['data']> = {}) {
  const alertId = randomUUID();
  const event: AlertRaised = {
    type: 'AlertRaised',
    data: {
      ...{ accountId: 'acme', alertId, rule: 'burst', keyId: 'key_one', severity: 'warning', count: 1 },
      ...{ firstSeenAt: seenAt, lastSeenAt: seenAt, evidence: { requests: 900 }, response: 'none' },
      ...changes,
    },
  };
  const id = randomUUID();
  const ids = { requestId: id, correlationId: id, causationId: id };
  const metadata = { ...ids, actor: 'system:detection', clientAddress: null, userAgent: null, time: seenAt };
  const { eventLog } = api.running.infrastructure;
  const stream = accountStream(event.data.accountId);
  const appended = await eventLog.append(stream, [toNewEvent(event, metadata, randomUUID())], 'any');
  if (appended.outcome !== 'appended') throw new Error('The alert was not appended');
  return { alertId, minPosition: appended.position.toString() };
}

const alertsOf = (account: string, query: string) => api.send(`GET /v1/accounts/${account}/alerts?${query}`);

describe('alerts', () => {
  it('are listed, acknowledged and resolved, with who and why', async () => {
    const { alertId, minPosition } = await raise({ keyId: 'key_life' });
    const listed = await alertsOf('acme', `keyId=key_life&minPosition=${minPosition}`);
    expect(listed.body).toMatchObject({
      items: [{ id: alertId, rule: 'burst', status: 'open', count: 1, evidence: { requests: 900 } }],
      nextCursor: null,
    });
    const path = `/v1/accounts/acme/alerts/${alertId}`;
    const acknowledged = await api.send(`POST ${path}/acknowledge`, { body: { comment: 'mine' } });
    expect(acknowledged.status).toBe(200);
    const first = await api.send(`GET ${path}?minPosition=${String(acknowledged.body['position'])}`);
    expect(first.body).toMatchObject({
      ...{ status: 'acknowledged', comment: 'mine', resolvedAt: null },
      acknowledgedBy: expect.stringMatching(/^key_/),
    });
    const resolved = await api.send(`POST ${path}/resolve`, { body: { comment: 'a deployment' } });
    const second = await api.send(`GET ${path}?minPosition=${String(resolved.body['position'])}`);
    expect(second.body).toMatchObject({ status: 'resolved', comment: 'a deployment' });
    expect((await api.send(`POST ${path}/resolve`)).body).toMatchObject({ code: 'ALERT_ALREADY_RESOLVED' });
    expect((await api.send(`POST ${path}/acknowledge`)).body).toMatchObject({
      code: 'ALERT_ALREADY_RESOLVED',
    });
  });

  it('are filtered, and are those of one account', async () => {
    await raise({ rule: 'enumeration', keyId: null });
    const { minPosition } = await raise({ accountId: 'globex', severity: 'critical' });
    const critical = await alertsOf('globex', `severity=critical&minPosition=${minPosition}`);
    expect(critical.body['items']).toHaveLength(1);
    expect((await alertsOf('globex', 'rule=enumeration')).body['items']).toEqual([]);
    expect((await alertsOf('acme', 'rule=enumeration&status=open')).body['items']).toHaveLength(1);
  });

  it.each(['rule=telepathy', 'status=lost', 'severity=9', 'surprise=1'])(
    'refuse the filter %s',
    async (query) => {
      expect((await alertsOf('acme', query)).body).toMatchObject({ code: 'INVALID_REQUEST' });
    },
  );

  it('do not tell strangers that they are there', async () => {
    const { alertId } = await raise();
    const stranger = await api.adminKey('keyledger@globex:*');
    const foreign = await api.send(`GET /v1/accounts/acme/alerts/${alertId}`, { as: stranger });
    expect(foreign.body).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
    const elsewhere = await api.send(`GET /v1/accounts/globex/alerts/${alertId}`, { as: stranger });
    expect(elsewhere.body).toMatchObject({ code: 'ALERT_NOT_FOUND' });
    const unknown = await api.send(`POST /v1/accounts/globex/alerts/${alertId}/resolve`, { as: stranger });
    expect(unknown.body).toMatchObject({ code: 'ALERT_NOT_FOUND' });
  });

  it('are read by whoever may read, and handled by whoever may handle them', async () => {
    const { alertId, minPosition } = await raise();
    const reader = await api.adminKey('keyledger@acme:read');
    const path = `/v1/accounts/acme/alerts/${alertId}`;
    expect((await api.send(`GET ${path}?minPosition=${minPosition}`, { as: reader })).status).toBe(200);
    for (const route of [`POST ${path}/acknowledge`, `POST ${path}/resolve`]) {
      expect((await api.send(route, { as: reader })).body).toMatchObject({
        ...{ code: 'FORBIDDEN', sufficientScope: 'keyledger@acme:HandleAlerts' },
      });
    }
  });
});

describe('mutes', () => {
  const muted = (body: object) => api.send('POST /v1/accounts/acme/alert-mutes', { body });
  const mutes = async (position: unknown) => {
    const answer = await api.send(`GET /v1/accounts/acme/alert-mutes?minPosition=${String(position)}`);
    return answer.body['items'];
  };

  it('are made with a reason, listed and ended', async () => {
    const made = await muted({ rule: 'burst', reason: 'load test', until: '2100-01-01T00:00:00+01:00' });
    expect(made.status).toBe(201);
    const mute = made.body['mute'] as { id: string };
    expect(mute).toMatchObject({ rule: 'burst', keyId: null, until: '2099-12-31T23:00:00.000Z' });
    expect(await mutes(made.body['position'])).toEqual([mute]);
    const ended = await api.send(`DELETE /v1/accounts/acme/alert-mutes/${mute.id}`);
    expect(await mutes(ended.body['position'])).toEqual([]);
    const again = await api.send(`DELETE /v1/accounts/acme/alert-mutes/${mute.id}`);
    expect(again.body).toMatchObject({ code: 'ALERT_MUTE_NOT_FOUND' });
  });

  it.each([
    [{ rule: 'burst' }, 'INVALID_REQUEST'],
    [{ rule: 'burst', reason: '' }, 'INVALID_COMMENT'],
    [{ rule: 'burst', reason: 'x', until: '2001-01-01T00:00:00Z' }, 'INVALID_EXPIRY'],
    [{ rule: 'telepathy', reason: 'x' }, 'INVALID_REQUEST'],
  ])('are refused for %j', async (body, code) => {
    expect((await muted(body)).body).toMatchObject({ code });
  });
});

describe('the policy', () => {
  const path = '/v1/accounts/acme/alert-policy';
  const policy = async () => (await api.send(`GET ${path}`)).body as { rules: object; defaults: object };

  it('is shown for every rule, with the numbers that go everywhere', async () => {
    const { rules, defaults } = await policy();
    expect(Object.keys(rules)).toHaveLength(10);
    expect(rules).toMatchObject({ burst: { enabled: true, severity: null, response: 'none', settings: {} } });
    expect(defaults).toMatchObject({ enumeration: { requestsPerHour: expect.any(Number) } });
  });

  it('is changed as a whole', async () => {
    const rules = {
      'scope-probing': { response: 'disable' },
      enumeration: { severity: 'info', settings: { requestsPerHour: 5 } },
    };
    expect((await api.send(`PUT ${path}`, { body: { rules } })).status).toBe(200);
    expect((await policy()).rules).toMatchObject({
      'scope-probing': { enabled: true, severity: null, response: 'disable' },
      enumeration: { severity: 'info', settings: { requestsPerHour: 5 } },
    });
    await api.send(`PUT ${path}`, { body: { rules: {} } });
    expect((await policy()).rules).toMatchObject({ 'scope-probing': { response: 'none' } });
  });

  it.each([
    [{ rules: { telepathy: {} } }, 'INVALID_REQUEST'],
    [{ rules: { enumeration: { settings: { nonsense: 1 } } } }, 'INVALID_ALERT_POLICY'],
    [{ rules: { burst: { response: 'explode' } } }, 'INVALID_REQUEST'],
    [{}, 'INVALID_REQUEST'],
  ])('refuses %j', async (body, code) => {
    expect((await api.send(`PUT ${path}`, { body })).body).toMatchObject({ code });
  });
});
