import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type SpecHandler, type SpecServer, answerJson, startSpecServer } from '../spec-server.js';
import { KeyledgerClient } from './keyledger-client.js';

const verdict = {
  valid: true,
  code: 'VALID',
  keyId: 'key_1',
  account: 'acme',
  scope: null,
  asOf: '4',
  stalenessMs: 1,
};
const stale = { type: '/problems/STALE', title: 'Stale', status: 503, code: 'STALE', requestId: 'r1' };
const serviceKey = 'kl_test_service';
let server: SpecServer;

afterEach(async () => {
  await server.close();
});

async function clientOf(handler: SpecHandler, timeoutMs = 5_000): Promise<KeyledgerClient> {
  server = await startSpecServer(handler);
  return new KeyledgerClient({ url: `${server.url}/`, key: serviceKey, timeoutMs });
}

/** Fails so often, then answers. */
function failing(times: number, status: number, body: unknown = stale): SpecHandler {
  let left = times;
  return (_request, response) => {
    if (left-- > 0) answerJson(response, status, body);
    else answerJson(response, 200, verdict);
  };
}

describe('a question', () => {
  it('goes out as it is, with the service key, and comes back as a verdict', async () => {
    const client = await clientOf(failing(0, 200));
    const question = { key: 'kl_live_x', operation: 'orders:ListOrders', minPosition: '4' };
    expect(await client.verify(question)).toEqual(verdict);
    expect(server.requests).toEqual([
      {
        method: 'POST',
        url: '/v1/verify',
        authorization: `Bearer ${serviceKey}`,
        body: JSON.stringify(question),
      },
    ]);
  });

  it.each([429, 502, 503, 504])('is asked again after %i', async (status) => {
    const client = await clientOf(failing(2, status));
    expect(await client.verify({ key: 'x' })).toEqual(verdict);
    expect(server.requests).toHaveLength(3);
  });

  it('is asked again after a connection that broke', async () => {
    let broken = 0;
    const client = await clientOf((request, response) => {
      if (broken++ === 0) request.socket.destroy();
      else answerJson(response, 200, verdict);
    });
    expect(await client.verify({ key: 'x' })).toEqual(verdict);
  });

  it('is asked three times at most', async () => {
    const client = await clientOf(failing(9, 503));
    await expect(client.verify({ key: 'x' })).rejects.toMatchObject({
      ...{ name: 'KeyledgerProblem', status: 503, code: 'STALE', detail: null },
      problem: { requestId: 'r1' },
    });
    expect(server.requests).toHaveLength(3);
  });

  it.each([400, 401, 403, 500])('is not asked again after %i', async (status) => {
    const client = await clientOf(failing(9, status, { ...stale, status, code: 'FORBIDDEN', detail: 'no' }));
    await expect(client.verify({ key: 'x' })).rejects.toMatchObject({
      status,
      code: 'FORBIDDEN',
      detail: 'no',
    });
    expect(server.requests).toHaveLength(1);
  });

  it('has no answer where none comes in time', async () => {
    const client = await clientOf(() => undefined, 50);
    await expect(client.verify({ key: 'x' })).rejects.toMatchObject({ name: 'KeyledgerUnavailable' });
  });

  it('has no answer where a proxy’s page comes instead', async () => {
    const client = await clientOf((_request, response) =>
      response.writeHead(200).end('<html>welcome</html>'),
    );
    await expect(client.verify({ key: 'x' })).rejects.toMatchObject({ code: 'UNREADABLE', status: 200 });
  });

  it('does not follow a redirect, which would take the service key elsewhere', async () => {
    const client = await clientOf((_request, response) =>
      response.writeHead(307, { location: '/elsewhere' }).end(),
    );
    await expect(client.verify({ key: 'x' })).rejects.toMatchObject({ status: 307 });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a change', () => {
  it.each([
    ['503', (_request, response) => answerJson(response, 503, stale)],
    ['a connection that broke', (request) => request.socket.destroy()],
  ] satisfies [string, SpecHandler][])(
    'is not repeated after %s: it may have been made',
    async (_, handler) => {
      const client = await clientOf(handler);
      await expect(client.keys.revokeKey('key_1', { reason: 'leaked' })).rejects.toThrow();
      expect(server.requests).toHaveLength(1);
    },
  );
});

describe('a call of the admin API', () => {
  it('has its parameters in their places', async () => {
    const client = await clientOf((_request, response) => answerJson(response, 200, { items: [] }));
    await client.keys.listKeys('a/b', { status: 'active', rotationDue: true, tag: ['one', 'two'] });
    await client.accounts.listAllowedScopes('acme', 'orders:List/All');
    expect(server.requests.map(({ method, url }) => [method, url])).toEqual([
      ['GET', '/v1/accounts/a%2Fb/keys?status=active&rotationDue=true&tag=one&tag=two'],
      ['GET', '/v1/accounts/acme/catalogue/operations/orders%3AList%2FAll/allowed-scopes'],
    ]);
  });
});

describe('the service key', () => {
  it('is in nothing that a client or an error shows', async () => {
    const client = await clientOf(failing(9, 401));
    const error: unknown = await client
      .verify({ key: 'kl_live_of_a_user' })
      .catch((reason: unknown) => reason);
    const shown = [client, error].flatMap((each) => [
      inspect(each, { depth: 9, showHidden: true }),
      JSON.stringify(each),
    ]);
    expect(shown.join('\n')).not.toMatch(/kl_test_service|kl_live_of_a_user/);
  });
});
