import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyAnswer, KeyCreatedAnswer, KeyRotatedAnswer } from '@keyledger/contracts';
import { isWellFormedKey } from '@keyledger/domain';
import { waitFor } from '@keyledger/testing';
import { type SpecAnswer, SpecApi } from './spec-api.js';

const dayMs = 86_400_000;

let api: SpecApi;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
  await api.send('POST /v1/accounts', {
    body: { name: 'Wild', slug: 'wild', profile: 'hierarchical-scopes' },
  });
});

afterAll(async () => {
  await api.stop();
});

const rotate = (id: string, body: object = { overlap: 'P7D' }, as?: string): Promise<SpecAnswer> =>
  api.send(`POST /v1/keys/${id}/rotate`, { body, ...(as === undefined ? {} : { as }) });
const changeOverlap = (id: string, overlap: string) =>
  api.send(`PUT /v1/keys/${id}/overlap`, { body: { overlap } });
const rotatedOf = ({ body }: SpecAnswer) => body as unknown as KeyRotatedAnswer;

async function mustRotate(id: string, body?: object): Promise<KeyRotatedAnswer> {
  const answer = await rotate(id, body);
  if (answer.status !== 201) throw new Error(answer.text);
  return rotatedOf(answer);
}

async function keyAt(id: string, position: string): Promise<KeyAnswer> {
  return (await api.send(`GET /v1/keys/${id}?minPosition=${position}`)).body as unknown as KeyAnswer;
}

const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();

/** Keys of the account that take over from this one, as of now. */
async function successorsOf(id: string, position: string): Promise<readonly KeyAnswer[]> {
  const { body } = await api.send(`GET /v1/accounts/acme/keys?limit=200&minPosition=${position}`);
  return (body.items as KeyAnswer[]).filter(({ rotatedFrom }) => rotatedFrom === id);
}

describe('a rotation', () => {
  let old: KeyCreatedAnswer;
  let answer: SpecAnswer;

  beforeAll(async () => {
    old = await api.createKey('acme', {
      description: 'Nightly',
      tags: ['billing'],
      owner: 'finance',
      environment: 'staging',
      attributes: { team: 'blue' },
      scopes: ['exports:Create', 'invoices:read'],
      ipAllowlist: { enforced: true, entries: ['203.0.113.0/24'] },
      expiresAt: inDays(30),
    });
    answer = await rotate(old.key.id);
  });

  it('answers with a successor that is as the old key is, and its value', () => {
    const { key, value } = rotatedOf(answer);
    const { id, visibleStart, createdAt, updatedAt, expiresAt, ...same } = old.key;
    expect(key).toMatchObject({ ...same, rotatedFrom: id, rotation: null, revision: 0 });
    expect(answer).toMatchObject({ status: 201, headers: { location: `/v1/keys/${key.id}`, etag: '"0"' } });
    expect(isWellFormedKey(value)).toBe(true);
    expect(value).not.toBe(old.value);
    expect(value.startsWith(key.visibleStart)).toBe(true);
    expect([visibleStart, createdAt, updatedAt, expiresAt]).not.toContain(undefined);
  });

  it('gives it as long to live as the old key had, from now', () => {
    const { key } = rotatedOf(answer);
    const lifetimeMs = ({ createdAt, expiresAt }: KeyAnswer) =>
      Date.parse(String(expiresAt)) - Date.parse(createdAt);
    expect(lifetimeMs(key)).toBe(lifetimeMs(old.key));
  });

  it('is seen from both keys, as of the position that it answers with', async () => {
    const { key, position, predecessor } = rotatedOf(answer);
    const before = await keyAt(old.key.id, position);
    expect(before).toMatchObject({ status: 'active', rotation: predecessor.rotation, rotatedFrom: null });
    expect(before.rotation).toMatchObject({ successorId: key.id, completedAt: null, ended: null });
    expect(before.revision).toBe(predecessor.revision);
    expect(await keyAt(key.id, position)).toEqual(key);
    const overlapMs = Date.parse(String(before.rotation?.overlap.endsAt)) - Date.parse(key.createdAt);
    expect(overlapMs).toBe(7 * dayMs);
  });

  it('is in the history of both, without the value', async () => {
    const { key, value, position } = rotatedOf(answer);
    const histories = await Promise.all(
      [old.key.id, key.id].map((id) => api.send(`GET /v1/keys/${id}/history?minPosition=${position}`)),
    );
    const typesOf = ({ body }: SpecAnswer) => (body.items as { type: string }[]).map(({ type }) => type);
    expect(histories.map(typesOf)).toEqual([['KeyCreated', 'KeyRotated'], ['KeyCreated']]);
    expect(histories.map(({ text }) => text).join()).not.toContain(value);
  });
});

describe('a successor', () => {
  it('may have a name, a description and an expiry of its own', async () => {
    const { key } = await api.createKey('acme', { description: 'Old' });
    const expiresAt = inDays(5);
    const rotated = await mustRotate(key.id, { overlap: 'PT1H', name: 'New', description: null, expiresAt });
    expect(rotated.key).toMatchObject({ name: 'New', description: null, expiresAt });
  });

  it('can be rotated in its turn', async () => {
    const { key } = await api.createKey('acme');
    const second = await mustRotate(key.id);
    expect((await mustRotate(second.key.id)).key.rotatedFrom).toBe(second.key.id);
  });

  it('of a disabled key is active', async () => {
    const { key } = await api.createKey('acme');
    await api.send(`POST /v1/keys/${key.id}/disable`, { body: { reason: 'leaked' } });
    const { key: successor, position } = await mustRotate(key.id, { overlap: 'PT0S' });
    expect((await keyAt(successor.id, position)).status).toBe('active');
  });

  it('of an imported key is of the profile', async () => {
    const digest = { algorithm: 'sha256', value: 'ab'.repeat(32) };
    const imported = await api.send('POST /v1/accounts/acme/keys/import', {
      body: { name: 'Old', scopes: ['orders:Create'], digest },
    });
    const rotated = await mustRotate((imported.body.key as KeyAnswer).id);
    expect(rotated.key).toMatchObject({ kind: 'key', scopes: ['orders:Create'] });
    expect(isWellFormedKey(rotated.value)).toBe(true);
  });
});

describe('an overlap', () => {
  it('of nothing ends the old key at once, which is recorded', async () => {
    const { key } = await api.createKey('acme');
    const { position, predecessor } = await mustRotate(key.id, { overlap: 'PT0S' });
    expect(predecessor).toMatchObject({ revision: 2, rotation: { ended: 'overlap-ended' } });
    expect(await keyAt(key.id, position)).toMatchObject({
      status: 'rotated',
      rotation: predecessor.rotation,
    });
  });

  it('until drained says after how long without use', async () => {
    const { key } = await api.createKey('acme');
    const { predecessor } = await mustRotate(key.id, {
      overlap: 'until-drained',
      unusedFor: 'PT2H',
      atMost: 'P30D',
    });
    expect(predecessor.rotation).toMatchObject({
      overlap: { kind: 'until-drained', unusedForMs: 7_200_000, endsAt: expect.any(String) as unknown },
    });
  });

  it('is stretched, and cut short', async () => {
    const { key } = await api.createKey('acme');
    await mustRotate(key.id, { overlap: 'PT1H' });
    const stretched = await changeOverlap(key.id, 'P14D');
    expect(stretched).toMatchObject({ status: 200, body: { revision: 2 } });
    const { rotation } = await keyAt(key.id, String(stretched.body.position));
    expect(Date.parse(String(rotation?.overlap.endsAt))).toBeGreaterThan(Date.now() + 13 * dayMs);
    const cut = await changeOverlap(key.id, 'PT0S');
    expect(await keyAt(key.id, String(cut.body.position))).toMatchObject({
      status: 'rotated',
      rotation: { ended: 'cut-short' },
    });
    expect(await changeOverlap(key.id, 'P1D')).toMatchObject({
      status: 409,
      body: { code: 'KEY_ALREADY_ROTATED' },
    });
  });

  it('is there to change only after a rotation', async () => {
    const { key } = await api.createKey('acme');
    expect(await changeOverlap(key.id, 'P1D')).toMatchObject({
      status: 409,
      body: { code: 'KEY_NOT_ROTATED' },
    });
  });
});

describe('of several rotations at once', () => {
  it('one makes the successor; what the others made is revoked, and they are told', async () => {
    const { key } = await api.createKey('acme');
    const answers = await Promise.all(Array.from({ length: 5 }, () => rotate(key.id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    const winner = answers.find(({ status }) => status === 201);
    for (const loser of answers.filter((each) => each !== winner)) {
      expect(loser.body.code).toBe('KEY_ALREADY_ROTATED');
    }
    const successorId = winner === undefined ? '' : rotatedOf(winner).key.id;
    const last = (await api.createKey('acme')).position;
    const successors = await successorsOf(key.id, last);
    expect(successors.filter(({ status }) => status === 'active').map(({ id }) => id)).toEqual([successorId]);
    for (const { id, statusChange } of successors.filter((each) => each.id !== successorId)) {
      expect([id, statusChange]).toEqual([id, expect.objectContaining({ reason: 'superseded' })]);
    }
  });
});

describe('a rotation that is refused leaves nothing behind:', () => {
  async function expectRefused(id: string, body: object, code: string): Promise<void> {
    const before = await api.logLength();
    expect((await rotate(id, body)).body.code).toBe(code);
    expect(await api.logLength()).toBe(before);
  }

  it('of a revoked key', async () => {
    const { key } = await api.createKey('acme');
    await api.send(`DELETE /v1/keys/${key.id}`);
    await expectRefused(key.id, { overlap: 'P7D' }, 'KEY_ALREADY_REVOKED');
  });

  it('of a rotated key, whose successor is to be rotated instead', async () => {
    const { key } = await api.createKey('acme');
    const { key: successor } = await mustRotate(key.id);
    const before = await api.logLength();
    const again = await rotate(key.id);
    expect(again.body).toMatchObject({ code: 'KEY_ALREADY_ROTATED' });
    expect(String(again.body.detail)).toContain(successor.id);
    expect(await api.logLength()).toBe(before);
  });

  it('of an expired key', async () => {
    const soon = new Date(Date.now() + 300).toISOString();
    const { key } = await api.createKey('acme', { expiresAt: soon });
    await waitFor(() => Date.now() > Date.parse(soon));
    await expectRefused(key.id, { overlap: 'P7D' }, 'KEY_ALREADY_EXPIRED');
  });

  it('of a key with *:* that is to live 8 days (WX-8), or another a year and a day (WX-7)', async () => {
    const wildcard = await api.createKey('wild', { scopes: ['*:*'], expiresAt: inDays(6) });
    const eightDays = { overlap: 'PT0S', expiresAt: inDays(8) };
    await expectRefused(wildcard.key.id, eightDays, 'WILDCARD_LIFETIME_EXCEEDED');
    const narrow = await api.createKey('wild', { expiresAt: inDays(30) });
    const tooLong = { overlap: 'PT0S', expiresAt: inDays(366) };
    await expectRefused(narrow.key.id, tooLong, 'LIFETIME_OUT_OF_RANGE');
    await expectRefused(narrow.key.id, { overlap: 'PT0S', expiresAt: null }, 'EXPIRY_REQUIRED');
    expect((await rotate(wildcard.key.id)).status).toBe(201);
  });

  it.each([
    ['INVALID_OVERLAP', { overlap: 'P366D' }],
    ['INVALID_OVERLAP', { overlap: 'P1Y' }],
    ['INVALID_OVERLAP', { overlap: 'P1M' }],
    ['INVALID_OVERLAP', { overlap: '-P1D' }],
    ['INVALID_OVERLAP', { overlap: '7 days' }],
    ['INVALID_OVERLAP', { overlap: '' }],
    ['INVALID_OVERLAP', { overlap: 'P' }],
    ['INVALID_OVERLAP', { overlap: 'until-drained', unusedFor: 'PT0S' }],
    ['INVALID_OVERLAP', { overlap: 'until-drained', unusedFor: 'P91D' }],
    ['INVALID_OVERLAP', { overlap: 'until-drained', atMost: 'P366D' }],
    ['INVALID_OVERLAP', { overlap: 'P7D', unusedFor: 'P1D' }],
    ['INVALID_EXPIRY', { overlap: 'P7D', expiresAt: '2020-01-01T00:00:00Z' }],
    ['INVALID_NAME', { overlap: 'P7D', name: '' }],
    ['INVALID_REQUEST', {}],
    ['INVALID_REQUEST', { overlap: 7 }],
    ['INVALID_REQUEST', { overlap: null }],
    ['INVALID_REQUEST', { overlap: 'P'.repeat(101) }],
    ['INVALID_REQUEST', { overlap: 'P7D', scopes: ['*:*'] }],
  ])('with %s for %j', async (code, body) => {
    const { key } = await api.createKey('acme');
    await expectRefused(key.id, body, code);
  });
});

describe('who may rotate', () => {
  it('is whoever holds the operation', async () => {
    const { key } = await api.createKey('acme');
    const creator = await api.adminKey('keyledger:CreateKey');
    expect(await rotate(key.id, undefined, creator)).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN', sufficientScope: 'keyledger:RotateKey' },
    });
    const rotator = await api.adminKey('keyledger@acme:RotateKey');
    expect((await rotate(key.id, undefined, rotator)).status).toBe(201);
  });

  it('of an admin key, only whoever holds what it holds', async () => {
    const { key } = await api.createKey('system', { scopes: ['keyledger:*'] });
    const before = await api.adminKey('keyledger:RotateKey', 'keyledger:GetKey');
    expect(await rotate(key.id, undefined, before)).toMatchObject({
      status: 403,
      body: { code: 'GRANT_EXCEEDS_HOLDER' },
    });
    const { value } = await mustRotate(key.id, { overlap: 'PT0S' });
    expect((await api.send('GET /v1/accounts', { as: value })).status).toBe(200);
  });
});
