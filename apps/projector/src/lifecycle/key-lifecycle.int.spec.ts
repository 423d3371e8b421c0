import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { keyStream } from '@keyledger/contracts';
import { EventLogUnavailable } from '@keyledger/event-log';
import { Registry } from 'prom-client';
import { SpecLedger, dayMs, hourMs, minuteMs, never } from './spec-lifecycle.js';

let ledger: SpecLedger;

beforeAll(async () => {
  ledger = await SpecLedger.start();
});

afterAll(async () => {
  await ledger.stop();
});

beforeEach(() => {
  // Each begins long after all that the ones before it were about.
  ledger.now += 10_000 * dayMs;
});

const later = (ms: number) => ledger.later(ms);
const passAfter: SpecLedger['passAfter'] = (...passing) => ledger.passAfter(...passing);

describe('an expiry', () => {
  it('is recorded once it has come, and once', async () => {
    const keyId = await ledger.key({ expiresAt: later(hourMs) });
    await passAfter(hourMs - 1);
    expect(await ledger.typesOf(keyId)).not.toContain('KeyExpired');
    await passAfter(1);
    await passAfter(hourMs);
    const expired = (await ledger.history(keyId)).filter(({ event }) => event.type === 'KeyExpired');
    expect(expired).toMatchObject([{ metadata: { actor: 'system:lifecycle', clientAddress: null } }]);
  });

  it('is recorded once by several processes at once', async () => {
    const keyIds = [
      await ledger.key({ expiresAt: later(1) }),
      await ledger.key({ expiresAt: later(1) }),
      await ledger.key({ expiresAt: later(1) }),
    ];
    ledger.now += hourMs;
    await Promise.all(Array.from({ length: 4 }, () => ledger.lifecycle().pass(never)));
    for (const keyId of keyIds) expect(await ledger.typesOf(keyId)).toEqual(['KeyExpired']);
  });

  it('is not recorded of a revoked key, nor of one whose expiry was moved', async () => {
    const revoked = await ledger.key({ expiresAt: later(hourMs) });
    const moved = await ledger.key({ expiresAt: later(hourMs) });
    const of = (keyId: string) => ({ keyId, accountId: 'acme' });
    await ledger.append({ type: 'KeyRevoked', data: { ...of(revoked), reason: 'leaked', comment: null } });
    const previousExpiresAt = later(hourMs);
    const expiresAt = later(100 * dayMs);
    await ledger.append({ type: 'ExpiryChanged', data: { ...of(moved), expiresAt, previousExpiresAt } });
    await passAfter(2 * hourMs);
    expect(await ledger.typesOf(revoked)).toEqual(['KeyRevoked']);
    expect(await ledger.typesOf(moved)).toEqual(['ExpiryChanged']);
  });
});

describe('reminders of an expiry', () => {
  async function remindersOf(keyId: string): Promise<readonly unknown[]> {
    const events = (await ledger.history(keyId)).map(({ event }) => event);
    return events.flatMap((event) => (event.type === 'ExpiryReminded' ? [event.data.daysBefore] : []));
  }

  it('come 30 days, 7 days and a day before, each once', async () => {
    const keyId = await ledger.key({ expiresAt: later(90 * dayMs) });
    await passAfter(60 * dayMs - 1);
    expect(await remindersOf(keyId)).toEqual([]);
    await passAfter(1);
    await passAfter(10 * dayMs);
    expect(await remindersOf(keyId)).toEqual([30]);
    await passAfter(13 * dayMs);
    await passAfter(dayMs);
    expect(await remindersOf(keyId)).toEqual([30, 7]);
    await passAfter(5 * dayMs);
    await passAfter(hourMs);
    expect(await remindersOf(keyId)).toEqual([30, 7, 1]);
  });

  it('that were missed are not made up for: the nearest is enough', async () => {
    const keyId = await ledger.key({ expiresAt: later(90 * dayMs) });
    await passAfter(85 * dayMs);
    expect(await remindersOf(keyId)).toEqual([7]);
  });

  it('come once from several processes at once', async () => {
    const keyId = await ledger.key({ expiresAt: later(3 * dayMs) });
    await Promise.all(Array.from({ length: 4 }, () => ledger.lifecycle().pass(never)));
    expect(await remindersOf(keyId)).toEqual([7]);
  });

  it('are not for keys that have a successor', async () => {
    const keyId = await ledger.key({ expiresAt: later(3 * dayMs) });
    await ledger.rotate(keyId, { kind: 'fixed', endsAt: later(2 * dayMs) });
    await passAfter(hourMs);
    expect(await remindersOf(keyId)).toEqual([]);
  });
});

describe('the end of an overlap', () => {
  it('is recorded once it has come, and once', async () => {
    const keyId = await ledger.key();
    const successorId = await ledger.rotate(keyId, { kind: 'fixed', endsAt: later(hourMs) });
    await passAfter(hourMs - 1);
    expect(await ledger.typesOf(keyId)).toEqual(['KeyRotated']);
    await passAfter(1);
    await passAfter(1);
    expect((await ledger.history(keyId)).slice(2).map(({ event }) => event)).toEqual([
      {
        type: 'RotationCompleted',
        data: { keyId, accountId: 'acme', successorId, because: 'overlap-ended' },
      },
    ]);
    expect(await ledger.typesOf(successorId)).toEqual([]);
  });

  it('is the latest one where the key never drains', async () => {
    const keyId = await ledger.key();
    const endsAt = later(dayMs);
    await ledger.rotate(keyId, { kind: 'until-drained', unusedForMs: hourMs, endsAt });
    await passAfter(dayMs);
    expect(await ledger.typesOf(keyId)).toEqual(['KeyRotated', 'RotationCompleted']);
  });
});

describe('a key is drained', () => {
  const untilDrained = { kind: 'until-drained', unusedForMs: hourMs, endsAt: null } as const;
  let keyId: string;
  let successorId: string;

  beforeEach(async () => {
    keyId = await ledger.key();
    await ledger.use(keyId);
    ledger.now += 10 * dayMs;
    successorId = await ledger.rotate(keyId, untilDrained);
  });

  async function endOf(id: string): Promise<readonly unknown[]> {
    const events = (await ledger.history(id)).map(({ event }) => event);
    return events.flatMap((event) => (event.type === 'RotationCompleted' ? [event.data.because] : []));
  }

  async function useAfter(ms: number, id: string): Promise<void> {
    ledger.now += ms;
    await ledger.use(id);
  }

  it('when its successor is used and it has not been for as long as was asked for', async () => {
    await useAfter(hourMs, successorId);
    await passAfter(0);
    await passAfter(dayMs);
    expect(await endOf(keyId)).toEqual(['drained']);
  });

  it('not while its successor is not used, however long that takes: the record of uses may be behind', async () => {
    await passAfter(50 * dayMs);
    expect(await endOf(keyId)).toEqual([]);
  });

  it('not by a use of its successor that came before the time was over', async () => {
    await useAfter(hourMs - 1, successorId);
    await passAfter(dayMs);
    expect(await endOf(keyId)).toEqual([]);
    await useAfter(0, successorId);
    await passAfter(0);
    expect(await endOf(keyId)).toEqual(['drained']);
  });

  it('not before that time has gone by since its own last use', async () => {
    await useAfter(50 * minuteMs, keyId);
    await useAfter(30 * minuteMs, successorId);
    await passAfter(0);
    expect(await endOf(keyId)).toEqual([]);
    await useAfter(30 * minuteMs, successorId);
    await passAfter(0);
    expect(await endOf(keyId)).toEqual(['drained']);
  });

  it('when the successor of its successor is used, though nobody used the one between', async () => {
    const third = await ledger.rotate(successorId, { kind: 'fixed', endsAt: later(0) });
    await useAfter(2 * hourMs, third);
    await passAfter(0);
    expect(await endOf(keyId)).toEqual(['drained']);
  });

  it('never where the overlap has an end of its own', async () => {
    const other = await ledger.key();
    const otherSuccessor = await ledger.rotate(other, { kind: 'fixed', endsAt: later(100 * dayMs) });
    await useAfter(dayMs, otherSuccessor);
    await passAfter(0);
    expect(await endOf(other)).toEqual([]);
  });
});

describe('a successor that nobody names', () => {
  it('is revoked once its rotation cannot be under way any more', async () => {
    const keyId = await ledger.key();
    const orphan = await ledger.key({ rotatedFrom: keyId });
    const lifecycle = ledger.lifecycle();
    await passAfter(minuteMs - 1, lifecycle);
    expect(await ledger.typesOf(orphan)).toEqual([]);
    await passAfter(1, lifecycle);
    await passAfter(hourMs, lifecycle);
    const [, revoked, ...rest] = await ledger.history(orphan);
    expect(revoked?.event).toMatchObject({ type: 'KeyRevoked', data: { reason: 'mistake' } });
    expect(rest).toEqual([]);
    expect(await ledger.typesOf(keyId)).toEqual([]);
  });

  it('is revoked where the other key names another one, which is left alone', async () => {
    const keyId = await ledger.key();
    const orphan = await ledger.key({ rotatedFrom: keyId });
    const successor = await ledger.rotate(keyId, { kind: 'fixed', endsAt: later(100 * dayMs) });
    await passAfter(hourMs);
    expect(await ledger.typesOf(orphan)).toEqual(['KeyRevoked']);
    expect(await ledger.typesOf(successor)).toEqual([]);
  });

  it('is found by the next process, where the first was killed', async () => {
    const orphan = await ledger.key({ rotatedFrom: await ledger.key() });
    const killed = new AbortController();
    ledger.now += hourMs;
    killed.abort();
    await ledger.lifecycle().pass(killed.signal);
    expect(await ledger.typesOf(orphan)).toEqual([]);
    await passAfter(0);
    expect(await ledger.typesOf(orphan)).toEqual(['KeyRevoked']);
  });
});

describe('what goes wrong', () => {
  it('in an outage of the log is told, and done by a later pass', async () => {
    const keyId = await ledger.key({ expiresAt: later(hourMs) });
    ledger.now += 2 * hourMs;
    let failures = 1;
    const log = new Proxy(ledger.log, {
      get(target, name, receiver) {
        if (name === 'append' && failures-- > 0) {
          return () => Promise.reject(new EventLogUnavailable('The log is away.'));
        }
        const value: unknown = Reflect.get(target, name, receiver);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const lifecycle = ledger.lifecycle({ log });
    await expect(lifecycle.pass(never)).rejects.toThrow(EventLogUnavailable);
    expect(await ledger.typesOf(keyId)).toEqual([]);
    await lifecycle.pass(never);
    expect(await ledger.typesOf(keyId)).toEqual(['KeyExpired']);
  });

  it('with one key does not keep the others waiting', async () => {
    const broken = await ledger.key({ expiresAt: later(1) });
    const keyId = await ledger.key({ expiresAt: later(2) });
    const unknown = { id: randomUUID(), type: 'KeyTeleported', data: {}, metadata: {} };
    await ledger.log.append(keyStream(broken), [unknown], 'any');
    const registry = new Registry();
    ledger.now += hourMs;
    await ledger.lifecycle({ registry }).pass(never);
    expect(await ledger.typesOf(keyId)).toEqual(['KeyExpired']);
    const metrics = await registry.metrics();
    expect(metrics).toContain('keyledger_lifecycle_failures_total{scope="key"} 1');
    expect(metrics).toContain('keyledger_lifecycle_events_total{event="KeyExpired"} 1');
    expect(metrics).toMatch(/keyledger_lifecycle_last_pass_timestamp_seconds \d/);
  });
});
