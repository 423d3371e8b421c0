import type { KeyCreatedAnswer, VerdictAnswer } from '@keyledger/contracts';
import {
  type AppName,
  type AppProcess,
  type Link,
  type TestDatabase,
  createTestDatabase,
  openLink,
  spawnAppProcess,
  waitFor,
} from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, apiOf } from './api.js';

const names = ['command-api', 'projector', 'verifier', 'auditor'] as const satisfies readonly AppName[];
type Name = (typeof names)[number];
const testMsMax = 180_000;
const waitMsMax = 60_000;
/** Of changes and reads while Postgres is away: the database, the log in it, or the admin's own key. */
const refusals = ['DATABASE_UNAVAILABLE', 'LOG_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'STALE', 'NOT_READY'];

let database: TestDatabase;
let link: Link;
let apps: Readonly<Record<Name, AppProcess>>;
const addresses = new Map<Name, string>();
let rootKey = '';

beforeAll(async () => {
  database = await createTestDatabase();
  link = await openLink(database.url);
});

afterAll(async () => {
  link.restore();
  const exitCodes = await Promise.all(Object.values(apps).map((app) => app.stop()));
  await link.close();
  await database.drop();
  expect(exitCodes).toEqual(names.map(() => 0));
}, testMsMax);

function said(name: Name, what: RegExp): Promise<string> {
  return waitFor(() => what.exec(apps[name].output.text())?.[1], {
    timeoutMs: waitMsMax,
    what: `the ${name} to say ${what.source}`,
  });
}

function urlOf(name: Name): string {
  return addresses.get(name) ?? '';
}

async function statusOf(name: Name, path: '/healthz' | '/readyz'): Promise<number> {
  return (await fetch(`${urlOf(name)}${path}`)).status;
}

async function everyAppIs(path: '/readyz', status: number): Promise<void> {
  for (const name of names) {
    await waitFor(async () => (await statusOf(name, path)) === status, {
      timeoutMs: waitMsMax,
      what: `${path} of the ${name} to be ${status}`,
    });
  }
}

function admin(): Api {
  return apiOf(urlOf('command-api'), rootKey);
}

async function createKey(name: string): Promise<KeyCreatedAnswer> {
  const created = await admin().post<KeyCreatedAnswer>('/v1/accounts/acme/keys', {
    ...{ name, scopes: ['orders:*'] },
  });
  expect(created.status).toBe(201);
  return created.body;
}

async function verdictOn(value: string): Promise<string> {
  const verifier = apiOf(urlOf('verifier'), rootKey);
  return (await verifier.post<VerdictAnswer>('/v1/verify', { key: value })).body.code;
}

async function verdictBecomes(value: string, code: string): Promise<void> {
  await waitFor(async () => (await verdictOn(value)) === code, { timeoutMs: waitMsMax, what: code });
}

describe('Postgres', () => {
  let value: string;

  it(
    'that is not there at the start is waited for by every app, and then all work',
    async () => {
      link.cut();
      const env = { DATABASE_URL: link.url, STALENESS_MAX_MS: '600' };
      const spawned = names.map((app) => [app, spawnAppProcess({ app, env })] as const);
      apps = Object.fromEntries(spawned) as typeof apps;
      await Promise.all(names.map((name) => said(name, /"msg":"(waiting for the database)"/)));
      link.restore();
      for (const name of names) addresses.set(name, await said(name, /"address":"(http:[^"]+)"/));
      rootKey = await said('command-api', /^Root admin key, shown this once: (\S+)$/m);
      await everyAppIs('/readyz', 200);
      await admin().post('/v1/accounts', { slug: 'acme', name: 'Acme' });
      ({ value } = await createKey('early'));
      await verdictBecomes(value, 'VALID');
    },
    testMsMax,
  );

  it.each(['cut', 'freeze'] as const)(
    'that is lost later (%s) makes every app unready and no app end; nothing is accepted or changed, and then all go on',
    async (fault) => {
      link[fault]();
      await verdictBecomes(value, 'STALE');
      await everyAppIs('/readyz', 503);
      for (const name of names) expect(await statusOf(name, '/healthz')).toBe(200);
      for (const asking of [
        () => admin().post<VerdictAnswer>('/v1/accounts', { slug: `lost-${fault}`, name: 'Lost' }),
        () => admin().get<VerdictAnswer>('/v1/accounts/acme/keys'),
      ]) {
        const { status, body } = await asking();
        expect(status).toBe(503);
        expect(refusals).toContain(body.code);
      }
      link.restore();
      await everyAppIs('/readyz', 200);
      await verdictBecomes(value, 'VALID');
      const late = await createKey(`after ${fault}`);
      await verdictBecomes(late.value, 'VALID');
      const used = async () =>
        (await admin().get<{ items: unknown[] }>(`/v1/keys/${late.key.id}/usage`)).body;
      await waitFor(async () => (await used()).items.length > 0, {
        ...{ timeoutMs: waitMsMax, what: 'use to be counted again' },
      });
    },
    testMsMax,
  );
});

describe('Postgres that does not come', () => {
  it(
    'is one line and exit code 1, after a while, for every app',
    async () => {
      const ended = names.map(async (app) => {
        const env = { DATABASE_URL: 'postgres://ledger:TopSecret@127.0.0.1:1/none', LOG_LEVEL: 'error' };
        const { exited, output } = spawnAppProcess({ app, env });
        return { code: await exited, lines: output.text().trimEnd().split('\n') };
      });
      for (const { code, lines } of await Promise.all(ended)) {
        expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining('DATABASE_URL')] });
        expect(lines.join()).not.toContain('TopSecret');
      }
    },
    testMsMax,
  );
});
