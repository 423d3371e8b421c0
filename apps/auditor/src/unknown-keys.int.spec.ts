import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { startApp } from '@keyledger/composition';
import { type UnknownKeysEvent, requestsTopic, toUnknownKeysMessage } from '@keyledger/contracts';
import { loadConfig } from '@keyledger/platform';
import { createTestDatabase, waitFor } from '@keyledger/testing';
import { pino } from 'pino';
import { AppModule } from './app.module.js';
import { auditorMicroservice } from './auditor-microservice.js';
import { seriesStartMs, whole } from './spec-keys.js';

function counts(sequence: number, requests: number): UnknownKeysEvent {
  return {
    ...{ network: '203.0.113.0/24', accountId: null, requests, valueMarks: null, producer: 'v', sequence },
    ...{ firstTime: whole.from, lastTime: new Date(seriesStartMs).toISOString() },
  };
}

it('counts of unknown keys are told by a metric, once each', async () => {
  const database = await createTestDatabase();
  const app = await startApp(
    {
      name: 'auditor',
      rootModule: (infrastructure) => AppModule.on(infrastructure),
      microservices: (infrastructure) => [auditorMicroservice(infrastructure)],
    },
    loadConfig({ DATABASE_URL: database.url, HOST: '127.0.0.1', PORT: '0' }),
    { logger: pino({ level: 'silent' }) },
  );
  try {
    const { broker, metrics } = app.infrastructure;
    const again = { ...toUnknownKeysMessage(counts(2, 40)), id: 'v:2 again' };
    const messages = [counts(1, 2), counts(2, 40)].map(toUnknownKeysMessage);
    await broker.publish(requestsTopic.name, [...messages, again, toUnknownKeysMessage(counts(3, 100))]);
    const told = async (count: number) =>
      new RegExp(`keyledger_auditor_unknown_keys_total\\S* ${count}\n`).test(await metrics.metrics());
    await waitFor(() => told(142));
    expect(await metrics.metrics()).toMatch(/keyledger_auditor_events_total\{outcome="counted"[^}]*\} 0/);
  } finally {
    await app.stop();
    await database.drop();
  }
});
