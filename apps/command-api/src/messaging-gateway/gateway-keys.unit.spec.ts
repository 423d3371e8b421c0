import { describe, expect, it } from '@jest/globals';
import { type ExistingKey, isRefusal, refuse } from '@keyledger/domain';
import type { KeyView, ListKeysRequest, Page } from '@keyledger/read-models';
import { GatewayKeys, type GatewayKeysParts, listedKeysMax, wantedKey } from './gateway-keys.js';

/** Of so many keys; the cursor is how many came before. */
function keysOf(count: number, requests: ListKeysRequest[] = []): GatewayKeys {
  const list = (request: ListKeysRequest): Promise<Page<KeyView>> => {
    requests.push(request);
    const from = Number(request.cursor ?? 0);
    const to = Math.min(count, from + (request.limit ?? 0));
    const items = Array.from({ length: to - from }, (_, index) => view(`key_${from + index}`));
    return Promise.resolve({ items, nextCursor: to < count ? String(to) : null });
  };
  const gate = { refusalUnlessCurrent: () => Promise.resolve(null) };
  return new GatewayKeys({ ...nothing, directory: { list }, gate });
}

const nothing = { ledger: {}, byValue: {} } as Pick<GatewayKeysParts, 'ledger' | 'byValue'>;

function view(keyId: string): KeyView {
  return {
    keyId,
    owner: null,
    scopes: ['messaging:SMS'],
    attributes: {},
    createdAt: '',
  } as unknown as KeyView;
}

async function listed(keys: GatewayKeys, cursor?: string) {
  const answer = await keys.list('acme', { userId: 'u-1', ...(cursor && { cursor }) });
  if (isRefusal(answer)) throw new Error(answer.detail);
  return answer;
}

describe('the list of keys', () => {
  it.each([0, 1, 200, 201, listedKeysMax])('has all of %i at once', async (count) => {
    const { items, nextCursor } = await listed(keysOf(count));
    expect(items).toHaveLength(count);
    expect(nextCursor).toBeNull();
  });

  it('goes on where it ended, and has every key once', async () => {
    const keys = keysOf(2 * listedKeysMax + 1);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await listed(keys, cursor);
      expect(items.length).toBeLessThanOrEqual(listedKeysMax);
      ids.push(...items.map(({ id }) => id));
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(ids).size).toBe(2 * listedKeysMax + 1);
    expect(ids).toHaveLength(2 * listedKeysMax + 1);
  });

  it('asks for no deleted key, and for those of the user', async () => {
    const requests: ListKeysRequest[] = [];
    await listed(keysOf(1, requests));
    expect(requests).toMatchObject([{ accountId: 'acme', user: 'u-1', revoked: false }]);
  });

  it('is refused while its read model is behind', async () => {
    const refusal = refuse('READ_MODEL_BEHIND', 'It is late.');
    const gate = { refusalUnlessCurrent: () => Promise.resolve(refusal) };
    const directory = { list: () => Promise.reject(new Error('asked in vain')) };
    expect(await new GatewayKeys({ ...nothing, directory, gate }).list('acme', {})).toEqual(refusal);
  });
});

describe('a new key', () => {
  const creator = { owner: 'u-1', attributes: { username: 'anna' } } as unknown as ExistingKey;
  const wanted = (body: object) => wantedKey({ operations: ['SMS', 'RCS'], ...body }, creator);

  it('is named after what it is for', () => {
    expect(wanted({})).toMatchObject({ name: 'SMS, RCS', permissions: { operations: ['SMS', 'RCS'] } });
    const many = Array.from({ length: 100 }, (_, index) => `Operation${index}`);
    expect(wantedKey({ operations: many }, creator).name).toHaveLength(100);
  });

  it.each([
    [{}, 'u-1', { username: 'anna', createdByUser: 'u-1' }],
    [{ trafficType: 'OTP' }, 'u-1', { username: 'anna', createdByUser: 'u-1', trafficType: 'OTP' }],
    [{ userId: 'u-2' }, 'u-2', { createdByUser: 'u-1' }],
    [{ username: 'bob' }, null, { username: 'bob', createdByUser: 'u-1' }],
    [{ userId: 'u-2', username: 'bob' }, 'u-2', { username: 'bob', createdByUser: 'u-1' }],
    [{ userId: null, trafficType: null }, null, { createdByUser: 'u-1' }],
  ])('with %j belongs to %j and has %j', (body, owner, attributes) => {
    expect(wanted(body)).toMatchObject({ owner, attributes });
    expect(wanted(body).attributes).toEqual(attributes);
  });

  it('of a key of nobody belongs to nobody', () => {
    const nobodys = { owner: null, attributes: {} } as unknown as ExistingKey;
    expect(wantedKey({ operations: ['SMS'] }, nobodys)).toMatchObject({ owner: null, attributes: {} });
  });
});
