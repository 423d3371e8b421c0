import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ClientRun, runClient } from './spec-run-client.js';
import { EventStoreDbStandIn } from './stand-in.js';

let server: EventStoreDbStandIn;

beforeEach(async () => {
  server = await EventStoreDbStandIn.start({ badRequestAgainMs: 100 });
});

afterEach(async () => {
  await server.close();
});

const run = (script: string): Promise<ClientRun> => runClient(server.url, script);

describe.each([
  ['an empty event type', `{ ...event(), type: '' }`],
  ['a non-UUID id', `{ ...event(), id: 'first' }`],
])('%s', (_, malformed) => {
  it('rejects; later the client throws an unhandled TypeError, which kills a default Node process', async () => {
    const { said, stderr, exitCode } = await run(`
      say(await outcome(client.appendToStream('a', ${malformed})));
      setTimeout(() => say('alive'), 10_000);
    `);
    expect(said).toEqual(['rejected Could not recognize BadRequest']);
    expect(stderr).toMatch(/TypeError: .*not iterable|TypeError: undefined is not iterable/);
    expect(exitCode).toBe(1);
  });

  it('survived: every later append on that client never settles; reads still work; a new client works', async () => {
    const { said } = await run(`
      const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
      await client.appendToStream('b', event());
      await outcome(client.appendToStream('a', ${malformed}));
      say((await thrown).name);
      say(await outcome(client.appendToStream('a', event())));
      for await (const item of client.readStream('b')) say('read', item.event.revision);
      const another = EventStoreDBClient.connectionString(process.argv[1]);
      say(await outcome(another.appendToStream('a', event())));
      process.exit();
    `);
    expect(said).toEqual(['TypeError', 'pending', 'read 0n', 'fulfilled']);
  });
});

describe('an empty stream name', () => {
  it('has no aftermath', async () => {
    const { said, exitCode } = await run(`
      say(await outcome(client.appendToStream('', event())));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      say(await outcome(client.appendToStream('a', event())));
      await client.dispose();
    `);
    expect(said).toEqual(['rejected Could not recognize BadRequest', 'fulfilled']);
    expect(exitCode).toBe(0);
  });
});

describe.each([
  ['data undefined', 'undefined'],
  ['data containing a bigint', '{ count: 1n }'],
])('%s', (_, data) => {
  it('is an unhandledRejection (TypeError), and the append never settles; later appends work', async () => {
    const { said } = await run(`
      const thrown = new Promise((resolve) => process.once('unhandledRejection', resolve));
      const unfit = { ...event(), data: ${data} };
      say(await outcome(client.appendToStream('a', unfit)));
      say((await thrown).name);
      say(await outcome(client.appendToStream('a', event())));
      process.exit();
    `);
    expect(said).toEqual(['pending', 'TypeError', 'fulfilled']);
  });
});

describe('dispose() of one client', () => {
  it('rejects all pending appends of another, though they were written, and its appends never settle again', async () => {
    const { said } = await run(`
      const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
      const other = EventStoreDBClient.connectionString(process.argv[1]);
      for (const one of [client, other]) await one.appendToStream('b', event());
      const pending = Array.from({ length: 200 }, () => client.appendToStream('a', event()));
      const settled = Promise.allSettled(pending);
      setImmediate(() => other.dispose());
      const reasons = new Set((await settled).map(({ reason }) => reason?.type + ' ' + reason?.message));
      say(...reasons);
      say((await thrown).name);
      say(await outcome(client.appendToStream('b', event())));
      let written = 0;
      for await (const item of client.readStream('a')) written++;
      say(written, 'written');
      process.exit();
    `);
    expect(said).toEqual(['unknown 1 CANCELLED: Cancelled on client', 'TypeError', 'pending', '200 written']);
  });
});

describe('a checkpointReached that throws', () => {
  it('is an unhandledRejection, and the subscription stalls with no error', async () => {
    const { said } = await run(`
      const thrown = new Promise((resolve) => process.once('unhandledRejection', resolve));
      const checkpointReached = async () => { throw new Error('no'); };
      const subscription = client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['a'], checkpointReached }) });
      subscription.on('data', () => say('data'));
      subscription.on('error', () => say('error'));
      say((await thrown).message);
      await client.appendToStream('a', event());
      await new Promise((resolve) => setTimeout(resolve, 500));
      process.exit();
    `);
    expect(said).toEqual(['no']);
  });
});

describe('a process', () => {
  it('that only read ends by itself', async () => {
    const { exitCode } = await run(`for await (const item of client.readAll());`);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['appended', `await client.appendToStream('a', event());`],
    ['subscribes', `await new Promise((resolve) => client.subscribeToAll().on('confirmation', resolve));`],
  ])('that %s stays until dispose(), and after it exits at once', async (_, doing) => {
    const { said, exitCode } = await run(`
      ${doing}
      setTimeout(() => { say('still here'); client.dispose(); }, 500).unref();
    `);
    expect(said).toEqual(['still here']);
    expect(exitCode).toBe(0);
  });
});
