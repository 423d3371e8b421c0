import { createTestDatabase } from '@keyledger/testing';
import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type MintedKey, SpecVerifier } from './spec-verifier.js';

/** Spread by the kernel, so that all of them on one side is out of the question. */
const connections = 64;

describe('verifiers that share a port', () => {
  it('each get their part of the connections, and all of them once the other is gone', async () => {
    const first = await SpecVerifier.start(await createTestDatabase(), { LISTEN_REUSE_PORT: 'true' });
    const { port } = new URL(first.running.address);
    const second = await SpecVerifier.start(await createTestDatabase(), {
      LISTEN_REUSE_PORT: 'true',
      PORT: port,
    });
    try {
      // Known to the first alone: whoever refuses it is the second.
      const key = await first.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
      await Promise.all([first.caughtUp(), second.caughtUp()]);
      const statuses = await askEach(port, key);
      expect([...new Set(statuses)].sort()).toEqual([200, 401]);

      await second.running.stop();
      expect(new Set(await askEach(port, key))).toEqual(new Set([200]));
    } finally {
      await second.stop();
      await first.stop();
    }
  });
});

async function askEach(port: string, key: MintedKey): Promise<readonly (number | undefined)[]> {
  return Promise.all(Array.from({ length: connections }, () => statusOver(port, key)));
}

/** Over a connection of its own. */
async function statusOver(port: string, { value }: MintedKey): Promise<number | undefined> {
  const asked = request({
    ...{ host: '127.0.0.1', port, method: 'POST', path: '/v1/verify', agent: false },
    headers: { 'content-type': 'application/json', authorization: `Bearer ${value}` },
  });
  asked.end(JSON.stringify({ key: value }));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}
