import { EventStoreDBClient, START, binaryEvent, jsonEvent } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collected, event, events, watch } from './spec-events.js';
import { waitFor } from '../wait-for.js';
import { EventStoreDbStandIn } from './stand-in.js';

let server: EventStoreDbStandIn;
let client: EventStoreDBClient;

beforeEach(async () => {
  server = await EventStoreDbStandIn.start();
  client = EventStoreDBClient.connectionString(server.url);
  await client.appendToStream('a', events(2));
});

afterEach(async () => {
  await client.dispose();
  await server.close();
});

const linkTo = (target: string) => binaryEvent({ type: '$>', data: Buffer.from(target) });

/** What is read of the stream of links: streams and revisions of `event` and `link`, where the items have them. */
async function readLinks(resolveLinkTos = true) {
  const items = await collected(client.readStream('links', { resolveLinkTos }));
  return items.map((item) =>
    Object.fromEntries(
      Object.entries({ event: item.event, link: item.link })
        .filter(([name]) => name in item)
        .map(([name, record]) => [name, `${record?.revision}@${record?.streamId}`]),
    ),
  );
}

describe('a link', () => {
  it('of type "$>", a binary event, is resolved where that is asked for', async () => {
    await client.appendToStream('links', linkTo('1@a'));
    expect(await readLinks()).toEqual([{ event: '1@a', link: '0@links' }]);
    expect(await readLinks(false)).toEqual([{ event: '0@links' }]);
  });

  it('that is JSON-encoded (quoted string) is not resolved', async () => {
    await client.appendToStream('links', jsonEvent({ type: '$>', data: '1@a' }));
    expect(await readLinks()).toEqual([{ event: '0@links' }]);
  });

  it('in an event of another type is none', async () => {
    await client.appendToStream('links', binaryEvent({ type: 'Happened', data: Buffer.from('1@a') }));
    expect(await readLinks()).toEqual([{ event: '0@links' }]);
  });

  it('that cannot be resolved has only {link}, no `event` key', async () => {
    await client.appendToStream('deleted', event());
    await client.appendToStream('links', [linkTo('2@a'), linkTo('0@missing'), linkTo('0@deleted')]);
    await client.deleteStream('deleted');
    expect(await readLinks()).toEqual([{ link: '0@links' }, { link: '1@links' }, { link: '2@links' }]);
  });

  it('is resolved in $all and in subscriptions, at the position of the link', async () => {
    const { position } = await client.appendToStream('links', linkTo('1@a'));
    const last = (await collected(client.readAll({ resolveLinkTos: true }))).at(-1);
    expect(last).toMatchObject({
      ...{ event: { streamId: 'a', revision: 1n }, link: { streamId: 'links', revision: 0n } },
      commitPosition: position?.commit,
    });
    const [target] = await collected(client.readStream('a', { fromRevision: 1n }));
    const delivered = watch(client.subscribeToAll({ fromPosition: START, resolveLinkTos: true }));
    await waitFor(() => delivered.caughtUp === 1);
    expect(delivered.ids.at(-1)).toBe(target?.event?.id);
    const items = client.subscribeToStream('links', { resolveLinkTos: true });
    for await (const item of items) {
      expect(item).toMatchObject({ event: { id: target?.event?.id }, link: { streamId: 'links' } });
      break;
    }
  });
});
