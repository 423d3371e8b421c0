import { keyStream } from '@keyledger/contracts';
import type { EventLog, NewEvent, Position } from '@keyledger/event-log';
import { type Environment, StartupError, loadConfig } from '@keyledger/platform';
import {
  type EventStoreDbStandIn,
  type TestDatabase,
  createTestDatabase,
  startEventStoreDbStandIn,
  waitFor,
} from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { type OpenInfrastructureOptions, openInfrastructure } from './infrastructure.js';

const logger = pino({ level: 'silent' });
/** So many in one append are more than the server buffers for a live subscriber. */
const burstEvents = 500;
const neverAborted = { signal: new AbortController().signal };
let database: TestDatabase;
let server: EventStoreDbStandIn;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startEventStoreDbStandIn();
});

afterAll(async () => {
  await server.close();
  await database.drop();
});

function open(url: string, options: Partial<OpenInfrastructureOptions> = {}) {
  const environment: Environment = { DATABASE_URL: database.url, EVENT_LOG_URL: url };
  return openInfrastructure(loadConfig(environment), { name: 'esdb', logger, ...options });
}

function burst(): readonly NewEvent[] {
  return Array.from({ length: burstEvents }, () => ({
    ...{ id: crypto.randomUUID(), type: 'Tried', data: { text: 'x'.repeat(1_000) }, metadata: {} },
  }));
}

/** So that the subscription begins with nothing to catch up. */
async function endOf(log: EventLog): Promise<Position> {
  const event = { id: crypto.randomUUID(), type: 'Tried', data: {}, metadata: {} };
  const appended = await log.append(keyStream('end'), [event], 'any');
  if (appended.outcome !== 'appended') throw new Error(appended.outcome);
  return appended.position;
}

describe('openInfrastructure with the event log in EventStoreDB', () => {
  it.each(['url', 'discoverUrl'] as const)('appends and reads our streams, by the %s', async (kind) => {
    const { eventLog, close } = await open(server[kind]);
    const event = { id: crypto.randomUUID(), type: 'Tried', data: {}, metadata: {} };
    expect(await eventLog.append(keyStream(kind), [event], 'no-stream')).toMatchObject({ revision: 0 });
    expect(await eventLog.readStream(keyStream(kind))).toMatchObject([event]);
    await close();
    await waitFor(() => server.openCallCount === 0);
  });

  it('waits for a server that is not there yet', async () => {
    server.kill();
    const opening = open(server.url);
    await server.restart();
    const { eventLog, close } = await opening;
    await expect(eventLog.hasEventsAfter(1_000_000n)).resolves.toBe(false);
    await close();
  });

  it('counts the subscriptions that the server drops as too slow, of which none misses anything', async () => {
    const { eventLog, metrics, close } = await open(server.url);
    const dropped = async () => {
      const metric = metrics.getSingleMetric('keyledger_event_log_subscriptions_dropped_total');
      return (await metric?.get())?.values[0]?.value;
    };
    let received = 0;
    for await (const { events, caughtUp } of eventLog.subscribe(await endOf(eventLog), neverAborted)) {
      if (caughtUp && received === 0) {
        expect(await dropped()).toBe(0);
        await eventLog.append(keyStream('burst'), burst(), 'no-stream');
      }
      received += events.length;
      if (received === burstEvents) break;
    }
    expect(await dropped()).toBeGreaterThan(0);
    await close();
  });

  it.each([
    [
      'nobody answers',
      'esdb://admin:TopSecret@127.0.0.1:1?tls=false',
      /cannot be reached: check EVENT_LOG_URL/,
    ],
    ['the URL is malformed', 'esdb://admin:TopSecret@127.0.0.1:1?tls=maybe', /no connection string/],
    ['there is no such CA', 'esdb://admin:TopSecret@127.0.0.1:1?tlsCAFile=/none.crt', /File was not found/],
  ])('refuses to start where %s, in one line without the password', async (_, url, message) => {
    const failure: unknown = await open(url, { waitMsMax: 0 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartupError);
    expect(String(failure)).toMatch(message);
    expect(String(failure)).not.toContain('TopSecret');
  });
});
