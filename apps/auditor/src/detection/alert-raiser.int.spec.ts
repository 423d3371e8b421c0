import { randomUUID } from 'node:crypto';
import { type LedgerEvent, accountStream, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import { type AccountEvent, type AlertRaised, accountDecider, recurrenceMsMax } from '@keyledger/domain';
import { AppendOutcomeUnknown, type EventLog, EventLogUnavailable } from '@keyledger/event-log';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { createLogger, createPool, systemIds } from '@keyledger/platform';
import { addSignals, readModelMigrations, usageMigrations, waitingGroups } from '@keyledger/read-models';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import type { Signal } from '@keyledger/usage';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Registry } from 'prom-client';
import { AlertCommands } from './alert-commands.js';
import { AlertRaiser } from './alert-raiser.js';
import { DetectionMetrics } from './detection-metrics.js';

const startedAt = Date.UTC(2030, 0, 1);
const signal: Signal = {
  ...{ rule: 'burst', accountId: 'acme', keyId: 'key_1', severity: 'warning' },
  time: new Date(startedAt).toISOString(),
  evidence: { requests: 900 },
};

let database: TestDatabase;
let pool: pg.Pool;
let log: MemoryEventLog;
let now: number;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations, usage: usageMigrations } });
  pool = createPool(database.url, { applicationName: 'alerts' });
});

beforeEach(async () => {
  now = startedAt;
  log = new MemoryEventLog();
  const data = { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null } as const;
  await record({ type: 'AccountOpened', data });
});

afterEach(() => pool.query('TRUNCATE usage.signal_group'));

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function record(event: AccountEvent): Promise<void> {
  const ids = { requestId: 'r', correlationId: 'r', causationId: 'r', clientAddress: null, userAgent: null };
  const metadata = { ...ids, actor: 'key_admin', time: new Date(now).toISOString() };
  await log.append(accountStream('acme'), [toNewEvent(event, metadata, randomUUID())], 'any');
}

function raiserOn(eventLog: EventLog, metrics = new Registry()): AlertRaiser {
  const clock = { now: () => now, monotonicMs: () => now };
  const commands = new AlertCommands({ log: eventLog, clock, ids: systemIds });
  const logger = createLogger({ logLevel: 'silent' });
  return new AlertRaiser({ pool, commands, clock, metrics: new DetectionMetrics(metrics), logger });
}

const pass = (eventLog: EventLog = log) => raiserOn(eventLog).pass(new AbortController().signal);

async function recorded(): Promise<readonly LedgerEvent[]> {
  return (await log.readStream(accountStream('acme'))).map(toLedgerEvent).slice(1);
}

async function story(): Promise<readonly string[]> {
  return (await recorded()).map(({ event }) =>
    event.type === 'AlertRaised' || event.type === 'AlertRecurred'
      ? `${event.type} ${event.data.count}`
      : event.type,
  );
}

async function lastRaised(): Promise<AlertRaised['data']> {
  const raised = (await recorded()).map(({ event }) => event).filter((event) => event.type === 'AlertRaised');
  const last = raised.at(-1);
  if (last === undefined) throw new Error('Nothing was raised');
  return last.data;
}

async function resolve(): Promise<void> {
  const state = (await log.readStream(accountStream('acme')))
    .map((event) => toLedgerEvent(event).event as AccountEvent)
    .reduce(accountDecider.evolve, accountDecider.initialState);
  const { alertId } = await lastRaised();
  const command = { type: 'ResolveAlert', accountId: 'acme', alertId, at: now, comment: null } as const;
  const events = accountDecider.decide(command, state);
  if (!Array.isArray(events)) throw new Error('Not resolved');
  for (const event of events as AccountEvent[]) await record(event);
}

describe('AlertRaiser', () => {
  it('raises one alert of many signals, with what is known of them', async () => {
    const later = new Date(startedAt + 1_000).toISOString();
    await addSignals(pool, [signal, { ...signal, severity: 'critical' }]);
    await addSignals(pool, [{ ...signal, time: later, evidence: { requests: 1_000 } }]);
    await pass();
    expect(await recorded()).toMatchObject([
      {
        event: {
          type: 'AlertRaised',
          data: {
            ...{ accountId: 'acme', rule: 'burst', keyId: 'key_1', severity: 'critical', count: 3 },
            ...{ firstSeenAt: signal.time, lastSeenAt: later, evidence: { requests: 1_000 } },
          },
        },
        metadata: { actor: 'system:detection' },
      },
    ]);
    await pass();
    expect(await story()).toEqual(['AlertRaised 3']);
  });

  it('tells that it goes on: when the count has doubled, and what is left after an hour', async () => {
    await addSignals(pool, [signal]);
    await pass();
    await addSignals(pool, [signal]);
    await pass();
    await addSignals(pool, [signal]);
    await pass();
    expect(await story()).toEqual(['AlertRaised 1', 'AlertRecurred 2']);
    now += recurrenceMsMax + 1;
    await pass();
    await pass();
    expect(await story()).toEqual(['AlertRaised 1', 'AlertRecurred 2', 'AlertRecurred 3']);
  });

  it('raises one alert where two processes are at it', async () => {
    await addSignals(pool, [signal, { ...signal, keyId: null }, { ...signal, keyId: 'key_2' }]);
    await Promise.all([pass(), pass(), pass()]);
    expect(await story()).toEqual(['AlertRaised 1', 'AlertRaised 1', 'AlertRaised 1']);
  });

  it('raises one alert where the process dies between the log and the row', async () => {
    await addSignals(pool, [signal]);
    const dying = proxied(async (append) => {
      await append();
      throw new EventLogUnavailable('killed');
    });
    await expect(pass(dying)).rejects.toThrow('killed');
    await pass();
    expect(await story()).toEqual(['AlertRaised 1']);
  });

  it('raises one alert where the log does not tell what became of it', async () => {
    await addSignals(pool, [signal]);
    let asked = 0;
    const unsure = proxied(async (append) => {
      const result = await append();
      if (asked++ === 0) throw new AppendOutcomeUnknown('gone');
      return result;
    });
    await pass(unsure);
    await pass(unsure);
    expect(await story()).toEqual(['AlertRaised 1']);
  });

  it('waits while the log is away, and loses nothing', async () => {
    await addSignals(pool, [signal]);
    const away = proxied(async () => Promise.reject(new EventLogUnavailable('away')));
    await expect(pass(away)).rejects.toThrow('away');
    await addSignals(pool, [signal]);
    await pass();
    expect(await story()).toEqual(['AlertRaised 2']);
  });

  it('raises another alert for what comes after one was resolved', async () => {
    await addSignals(pool, [signal]);
    await pass();
    const { alertId } = await lastRaised();
    await resolve();
    now += 1_000;
    await addSignals(pool, [{ ...signal, time: new Date(now).toISOString() }]);
    await pass();
    await pass();
    expect(await story()).toEqual(['AlertRaised 1', 'AlertResolved', 'AlertRaised 1']);
    expect((await lastRaised()).alertId).not.toBe(alertId);
  });

  it('raises none for what was seen before it was resolved', async () => {
    await addSignals(pool, [signal]);
    await pass();
    now += 1_000;
    await resolve();
    await addSignals(pool, [signal]);
    await pass();
    await pass();
    expect(await story()).toEqual(['AlertRaised 1', 'AlertResolved']);
    expect(await waitingGroups(pool, { decidedBefore: now, groupsMax: 10 })).toEqual([]);
  });

  it('forgets what is muted, and begins anew when it no longer is', async () => {
    const mute = { accountId: 'acme', muteId: 'm', rule: 'burst', keyId: null } as const;
    await record({ type: 'AlertRuleMuted', data: { ...mute, until: null, reason: 'test' } });
    await addSignals(pool, [signal, signal]);
    await pass();
    await record({ type: 'AlertRuleUnmuted', data: mute });
    await pass();
    expect(await story()).toEqual(['AlertRuleMuted', 'AlertRuleUnmuted']);
    await addSignals(pool, [signal]);
    await pass();
    expect((await story()).at(-1)).toBe('AlertRaised 1');
  });

  it('has nothing to say of accounts that do not exist', async () => {
    const metrics = new Registry();
    await addSignals(pool, [{ ...signal, accountId: 'nobody' }]);
    await raiserOn(log, metrics).pass(new AbortController().signal);
    expect(await metrics.metrics()).toContain(
      'keyledger_detection_dropped_total{rule="burst",reason="no-account"} 1',
    );
    expect(await waitingGroups(pool, { decidedBefore: now, groupsMax: 10 })).toEqual([]);
  });
});

/** The log, with what happens around each append. */
function proxied(around: (append: () => ReturnType<EventLog['append']>) => ReturnType<EventLog['append']>) {
  const wrapped = Object.create(log) as EventLog;
  return Object.assign(wrapped, {
    append: (...given: Parameters<EventLog['append']>) => around(() => log.append(...given)),
  });
}
