import {
  DeadlineExceededError,
  EventStoreDBClient,
  UnavailableError,
  UnknownError,
} from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '../wait-for.js';
import { collected, event, events, watch } from './spec-events.js';
import { EventStoreDbStandIn } from './stand-in.js';

let server: EventStoreDbStandIn;
let client: EventStoreDBClient;

beforeEach(async () => {
  server = await EventStoreDbStandIn.start();
  client = EventStoreDBClient.connectionString(server.url);
});

afterEach(async () => {
  await client.dispose();
  await server.close();
});

/** With these the client uses the plain Append call. */
const credentials = { username: 'admin', password: 'changeit' };

describe('SIGTERM', () => {
  it('is an error to a subscription, but no end/close, destroyed stays false', async () => {
    const subscription = client.subscribeToAll();
    const said: string[] = [];
    for (const name of ['end', 'close', 'error'] as const) subscription.on(name, () => said.push(name));
    const seen = watch(subscription);
    await waitFor(() => seen.caughtUp === 1);
    server.stop();
    await waitFor(() => seen.error);
    await expect(waitFor(() => said.length > 1, { timeoutMs: 200 })).rejects.toThrow();
    expect(said).toEqual(['error']);
    expect(subscription.destroyed).toBe(false);
  });

  it('is thrown by for-await', async () => {
    const ended = collected(client.subscribeToAll());
    await waitFor(() => server.openCallCount === 1);
    server.stop();
    await expect(ended).rejects.toBeInstanceOf(UnknownError);
  });
});

describe('SIGKILL', () => {
  it('rejects all 64 appends in flight; 0 acked lost, 0 unacked present', async () => {
    const acked = events(20);
    for (const one of acked) await client.appendToStream('a', one);
    server.freeze();
    const settled = Promise.allSettled(events(64).map((one) => client.appendToStream('a', one)));
    await new Promise(setImmediate);
    server.kill();
    for (const one of await settled) {
      const reason = { type: 'unavailable', message: '14 UNAVAILABLE: read ECONNRESET' };
      expect(one).toMatchObject({ status: 'rejected', reason });
      expect((one as PromiseRejectedResult).reason).toBeInstanceOf(UnavailableError);
    }
    await server.restart();
    const present = await waitFor(() => collected(client.readStream('a')));
    expect(present.map((item) => item.event?.id)).toEqual(acked.map(({ id }) => id));
  });

  it('is thrown as unavailable by a subscription’s for-await', async () => {
    const ended = collected(client.subscribeToAll());
    await waitFor(() => server.openCallCount === 1);
    server.kill();
    await expect(ended).rejects.toBeInstanceOf(UnavailableError);
    await expect(ended).rejects.toMatchObject({ code: 14 });
  });
});

describe('a server that is unavailable', () => {
  it('fails read, subscribe and plain append as UnavailableError, type "unavailable", code 14', async () => {
    server.kill();
    const attempts = [
      collected(client.readAll()),
      collected(client.subscribeToAll()),
      collected(client.subscribeToStream('a')),
      client.appendToStream('a', event(), { credentials }),
    ];
    for (const attempt of attempts) {
      await expect(attempt).rejects.toBeInstanceOf(UnavailableError);
      await expect(attempt).rejects.toMatchObject({ type: 'unavailable', code: 14 });
    }
  });
});

describe('a server that is frozen', () => {
  let impatient: EventStoreDBClient;
  beforeEach(async () => {
    // The client's defaults are 10 s each, as it warns where they are less.
    const warn = jest.spyOn(console, 'warn').mockReturnValue(undefined);
    const settings = '&defaultDeadline=300&keepAliveInterval=1000&keepAliveTimeout=300';
    impatient = EventStoreDBClient.connectionString(server.url + settings);
    warn.mockRestore();
    await impatient.appendToStream('a', event(), { deadline: 10_000 });
  });
  afterEach(async () => {
    server.thaw();
    await impatient.dispose();
  });

  it('is DeadlineExceededError to a plain append', async () => {
    server.freeze();
    const append = impatient.appendToStream('a', event(), { credentials });
    await expect(append).rejects.toBeInstanceOf(DeadlineExceededError);
  });

  it('is noticed by batch appends, reads and subscriptions by keepalive only: "Connection dropped"', async () => {
    const seen = watch(impatient.subscribeToAll());
    await waitFor(() => seen.caughtUp === 1);
    server.freeze();
    const attempts = [impatient.appendToStream('a', event()), collected(impatient.readAll())];
    for (const settled of await Promise.allSettled(attempts)) {
      const reason = {
        type: 'unavailable',
        message: expect.stringContaining('Connection dropped') as unknown,
      };
      expect(settled).toMatchObject({ status: 'rejected', reason });
    }
    await waitFor(() => seen.error);
    expect(seen.error).toBeInstanceOf(UnavailableError);
  });
});
