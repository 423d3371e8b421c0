import {
  EventStoreDBClient,
  PARK,
  PersistentSubscriptionDoesNotExistError,
  PersistentSubscriptionDroppedError,
  PersistentSubscriptionExistsError,
  RETRY,
  START,
  binaryEvent,
  persistentSubscriptionToAllSettingsFromDefaults as allSettings,
  persistentSubscriptionToStreamSettingsFromDefaults as streamSettings,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '../wait-for.js';
import { consume } from './spec-consume.js';
import { events } from './spec-events.js';
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

const fromStart = streamSettings({ startFrom: START });

describe('a persistent subscription', () => {
  it('is created once: a second time is PersistentSubscriptionExistsError, code 6', async () => {
    await client.createPersistentSubscriptionToStream('a', 'group', fromStart);
    const again = client.createPersistentSubscriptionToStream('a', 'group', fromStart);
    await expect(again).rejects.toBeInstanceOf(PersistentSubscriptionExistsError);
    await expect(again).rejects.toMatchObject({ code: 6, streamName: 'a', groupName: 'group' });
    await client.createPersistentSubscriptionToStream('b', 'group', fromStart);
  });

  it('delivers what was there and what comes, and what is acknowledged but once', async () => {
    await client.appendToStream('a', events(2));
    await client.appendToStream('b', events(1));
    await client.createPersistentSubscriptionToStream('a', 'group', fromStart);
    const subscription = client.subscribeToPersistentSubscriptionToStream('a', 'group');
    const seen = consume(subscription);
    await client.appendToStream('a', events(1));
    await waitFor(() => seen.came.length === 3);
    expect(seen.came).toEqual(['a 0 0', 'a 1 0', 'a 2 0']);
    await waitFor(async () => (await infoOf('a')).stats.totalInFlightMessages === 0);
    await subscription.unsubscribe();
    await waitFor(async () => (await infoOf('a')).connections.length === 0);
    const another = consume(client.subscribeToPersistentSubscriptionToStream('a', 'group'));
    await client.appendToStream('a', events(1));
    await waitFor(() => another.came.length === 1);
    expect(another.came).toEqual(['a 3 0']);
  });

  it('delivers again what is nacked to retry: retryCount 1 on redelivery, after later events', async () => {
    await client.appendToStream('a', events(3));
    await client.createPersistentSubscriptionToStream('a', 'group', fromStart);
    const subscription = client.subscribeToPersistentSubscriptionToStream('a', 'group');
    const seen = consume(subscription, (item) =>
      item.retryCount === 0 && item.event?.revision === 0n
        ? subscription.nack(RETRY, 'not yet', item)
        : subscription.ack(item),
    );
    await waitFor(() => seen.came.length === 4);
    expect(seen.came).toEqual(['a 0 0', 'a 1 0', 'a 2 0', 'a 0 1']);
  });

  it('parks what was tried too often, or is nacked so', async () => {
    await client.appendToStream('a', events(2));
    const once = streamSettings({ startFrom: START, maxRetryCount: 1 });
    await client.createPersistentSubscriptionToStream('a', 'group', once);
    const subscription = client.subscribeToPersistentSubscriptionToStream('a', 'group');
    const seen = consume(subscription, (item) =>
      subscription.nack(item.event?.revision === 0n ? PARK : RETRY, 'no', item),
    );
    await waitFor(async () => (await infoOf('a')).stats.parkedMessageCount === 2n);
    expect(seen.came).toEqual(['a 0 0', 'a 1 0', 'a 1 1']);
  });

  it('delivers no more than the consumer has room for, and the rest of one that left to another', async () => {
    await client.appendToStream('a', events(3));
    await client.createPersistentSubscriptionToStream('a', 'group', fromStart);
    const leaving = client.subscribeToPersistentSubscriptionToStream('a', 'group', { bufferSize: 2 });
    const unanswered = consume(leaving, async () => undefined);
    await waitFor(async () => (await infoOf('a')).stats.totalInFlightMessages === 2);
    expect(unanswered.came).toEqual(['a 0 0', 'a 1 0']);
    await leaving.unsubscribe();
    const seen = consume(client.subscribeToPersistentSubscriptionToStream('a', 'group'));
    await waitFor(() => seen.came.length === 3);
    expect([...seen.came].sort()).toEqual(['a 0 0', 'a 1 0', 'a 2 0']);
  });

  it('has an info: settings, place, consumers', async () => {
    await client.appendToStream('a', events(3));
    const settings = streamSettings({ startFrom: 1n, maxRetryCount: 7 });
    await client.createPersistentSubscriptionToStream('a', 'group', settings);
    const seen = consume(client.subscribeToPersistentSubscriptionToStream('a', 'group'));
    await waitFor(() => seen.came.length === 2);
    const info = await waitFor(async () => {
      const current = await infoOf('a');
      return current.stats.totalInFlightMessages === 0 && current;
    });
    expect(info).toMatchObject({ eventSource: 'a', groupName: 'group', settings });
    expect(info).toMatchObject({ stats: { totalItems: 2n, lastKnownEventRevision: 2n } });
    expect(info.connections).toHaveLength(1);
  });

  it('follows links where it was told to, and is answered by their ids', async () => {
    await client.appendToStream('a', events(1));
    await client.appendToStream('links', binaryEvent({ type: '$>', data: Buffer.from('0@a') }));
    const settings = streamSettings({ startFrom: START, resolveLinkTos: true });
    await client.createPersistentSubscriptionToStream('links', 'group', settings);
    const seen = consume(client.subscribeToPersistentSubscriptionToStream('links', 'group'));
    await waitFor(() => seen.came.length === 1);
    expect(seen.came).toEqual(['a 0 0']);
    await waitFor(async () => (await infoOf('links')).stats.totalInFlightMessages === 0);
  });

  it('is deleted, which ends its consumers', async () => {
    await client.createPersistentSubscriptionToStream('a', 'group', fromStart);
    const seen = consume(client.subscribeToPersistentSubscriptionToStream('a', 'group'));
    await waitFor(async () => (await infoOf('a')).connections.length === 1);
    await client.deletePersistentSubscriptionToStream('a', 'group');
    await waitFor(() => seen.error);
    expect(seen.error).toBeInstanceOf(PersistentSubscriptionDroppedError);
    await expect(infoOf('a')).rejects.toBeInstanceOf(PersistentSubscriptionDoesNotExistError);
  });
});

describe('a persistent subscription to $all', () => {
  it('delivers what its filter lets through', async () => {
    await client.appendToStream('ours-a', events(1));
    const filter = streamNameFilter({ prefixes: ['ours-'] });
    const settings = allSettings({ startFrom: START });
    await client.createPersistentSubscriptionToAll('group', settings, { filter });
    const seen = consume(client.subscribeToPersistentSubscriptionToAll('group'));
    await client.appendToStream('theirs', events(2));
    const { position } = await client.appendToStream('ours-b', events(1));
    await waitFor(() => seen.came.length === 2);
    expect(seen.came).toEqual(['ours-a 0 0', 'ours-b 0 0']);
    const info = await client.getPersistentSubscriptionToAllInfo('group');
    expect(info).toMatchObject({
      eventSource: '$all',
      settings,
      stats: { lastKnownEventPosition: position },
    });
    await client.deletePersistentSubscriptionToAll('group');
  });

  it('from a position begins there; from the end, with what comes', async () => {
    await client.appendToStream('a', events(1));
    const { position } = await client.appendToStream('a', events(1));
    const startFrom = position ?? START;
    await client.createPersistentSubscriptionToAll('there', allSettings({ startFrom }));
    await client.createPersistentSubscriptionToAll('end', allSettings());
    const [there, end] = [
      consume(client.subscribeToPersistentSubscriptionToAll('there')),
      consume(client.subscribeToPersistentSubscriptionToAll('end')),
    ];
    await waitFor(() => there.came.length === 1);
    await client.appendToStream('b', events(1));
    await waitFor(() => there.came.length === 2 && end.came.length === 1);
    expect(there.came).toEqual(['a 1 0', 'b 0 0']);
    expect(end.came).toEqual(['b 0 0']);
  });
});

describe('a missing group', () => {
  it('is PersistentSubscriptionDoesNotExistError, code 5, to whoever asks for it', async () => {
    const seen = consume(client.subscribeToPersistentSubscriptionToStream('a', 'missing'));
    await waitFor(() => seen.error);
    const attempts = await Promise.allSettled([
      client.getPersistentSubscriptionToStreamInfo('a', 'missing'),
      client.deletePersistentSubscriptionToStream('a', 'missing'),
    ]);
    const reasons = attempts.map((settled) => settled.status === 'rejected' && (settled.reason as unknown));
    for (const reason of [seen.error, ...reasons]) {
      expect(reason).toBeInstanceOf(PersistentSubscriptionDoesNotExistError);
      expect(reason).toMatchObject({ code: 5, streamName: 'a', groupName: 'missing' });
    }
  });
});

function infoOf(stream: string) {
  return client.getPersistentSubscriptionToStreamInfo(stream, 'group');
}
