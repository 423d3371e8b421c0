import { EventStoreDBClient } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDbStandIn } from './stand-in.js';

let server: EventStoreDbStandIn;

beforeEach(async () => {
  server = await EventStoreDbStandIn.start();
});

afterEach(() => server.close());

describe('the server', () => {
  it('says to clients that its version is "23.10.6"', async () => {
    const client = EventStoreDBClient.connectionString(server.url);
    const capabilities = (await Reflect.get(client, 'capabilities')) as { serverVersion: string };
    expect(capabilities.serverVersion).toBe('23.10.6');
    await client.dispose();
  });

  it('/info says "esVersion": "23.10.6.0"', async () => {
    const response = await fetch(`${server.httpUrl}/info`);
    expect(await response.json()).toMatchObject({ esVersion: '23.10.6.0' });
  });

  it('GET /health/live -> 204, and nothing else where it is away', async () => {
    expect((await fetch(`${server.httpUrl}/health/live`)).status).toBe(204);
    server.kill();
    await expect(fetch(`${server.httpUrl}/health/live`)).rejects.toThrow();
  });

  it('has nothing else over HTTP', async () => {
    expect((await fetch(`${server.httpUrl}/streams/a`)).status).toBe(404);
  });
});
