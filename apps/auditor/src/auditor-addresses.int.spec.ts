import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningApp, startApp } from '@keyledger/composition';
import { accountStream, requestsTopic, toNewEvent, toRequestMessage } from '@keyledger/contracts';
import { type AccountEvent, type UsageAddresses, usageAddressChoices } from '@keyledger/domain';
import { loadConfig } from '@keyledger/platform';
import { createTestDatabase, type TestDatabase, waitFor } from '@keyledger/testing';
import { pino } from 'pino';
import { AppModule } from './app.module.js';
import { auditorMicroservice } from './auditor-microservice.js';
import { givenKeys } from './spec-keys.js';

let database: TestDatabase;
let app: RunningApp;

beforeEach(async () => {
  database = await createTestDatabase();
  app = await startApp(
    {
      name: 'auditor',
      rootModule: (infrastructure) => AppModule.on(infrastructure),
      microservices: (infrastructure) => [auditorMicroservice(infrastructure)],
    },
    loadConfig({ DATABASE_URL: database.url, HOST: '127.0.0.1', PORT: '0' }),
    { logger: pino({ level: 'silent' }) },
  );
});

afterEach(async () => {
  await app.stop();
  await database.drop();
});

async function openAccount(accountId: string, usageAddresses: UsageAddresses): Promise<void> {
  const events: readonly AccountEvent[] = [
    { type: 'AccountOpened', data: { accountId, name: accountId, profile: 'keyledger', email: null } },
    { type: 'AccountDescribed', data: { accountId, usageAddresses } },
  ];
  const metadata = {
    ...{ time: '2026-11-21T08:00:00.000Z', actor: 'key_root', correlationId: 'c', causationId: 'c' },
    ...{ requestId: 'r', clientAddress: null, userAgent: null },
  };
  const recorded = events.map((event) => toNewEvent(event, metadata, randomUUID()));
  await app.infrastructure.eventLog.append(accountStream(accountId), recorded, 'any');
}

describe('the addresses of an account’s clients', () => {
  it('are written nowhere further than the account wants', async () => {
    const { broker, eventLog, pool } = app.infrastructure;
    for (const choice of usageAddressChoices) await openAccount(`a-${choice}`, choice);
    await givenKeys(
      eventLog,
      usageAddressChoices.map((choice) => `key_${choice}`),
    );
    const messages = usageAddressChoices.map((choice, sequence) =>
      toRequestMessage({
        ...{ keyId: `key_${choice}`, accountId: `a-${choice}`, operation: null, code: 'VALID' },
        ...{ clientAddress: '192.0.2.77', userAgent: null, verifier: null, producer: 'p', sequence },
        time: new Date().toISOString(),
      }),
    );
    await broker.publish(requestsTopic.name, messages);
    const seen = async (sql: string) =>
      (await pool.query<{ text: string }>(sql)).rows.map(({ text }) => text).sort();
    await waitFor(async () => (await seen('SELECT key_id AS text FROM usage.last_used')).length === 3);
    for (const table of ['last_used', 'activity']) {
      expect(await seen(`SELECT concat_ws(' ', key_id, client_address) AS text FROM usage.${table}`)).toEqual(
        ['key_full 192.0.2.77', 'key_none', 'key_truncated 192.0.2.0'],
      );
    }
    const networks = `SELECT concat_ws(' ', key_id, network) AS text FROM usage.network_day WHERE key_id LIKE 'key%'`;
    expect(await seen(networks)).toEqual([
      'key_full 192.0.2.0/24',
      'key_none ',
      'key_truncated 192.0.2.0/24',
    ]);
  });
});
