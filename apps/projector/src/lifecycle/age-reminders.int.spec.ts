import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecLedger, dayMs, hourMs, never } from './spec-lifecycle.js';

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

describe('a reminder of a key’s age', () => {
  it('comes after 90 days, once, from several processes at once too', async () => {
    const keyId = await ledger.key();
    await ledger.use(keyId);
    await passAfter(90 * dayMs - 1);
    expect(await ledger.typesOf(keyId)).toEqual([]);
    await ledger.use(keyId);
    ledger.now += 1;
    await Promise.all(Array.from({ length: 4 }, () => ledger.lifecycle().pass(never)));
    await passAfter(hourMs);
    expect(await ledger.typesOf(keyId)).toEqual(['RotationReminded']);
  });

  it('is not for keys that have a successor', async () => {
    const keyId = await ledger.key();
    await ledger.rotate(keyId, { kind: 'fixed', endsAt: later(200 * dayMs) });
    await passAfter(100 * dayMs);
    expect(await ledger.typesOf(keyId)).toEqual(['KeyRotated']);
  });
});

describe('a reminder of disuse', () => {
  const remindersOf = async (keyId: string) =>
    (await ledger.history(keyId)).flatMap(({ event }) =>
      event.type === 'DisuseReminded' ? [event.data] : [],
    );

  it('comes 90 days after the last use, once, and again after another use', async () => {
    const keyId = await ledger.key();
    ledger.now += 10 * dayMs;
    await ledger.use(keyId);
    const lastUsedAt = later(0);
    await passAfter(90 * dayMs - 1);
    expect(await remindersOf(keyId)).toEqual([]);
    await passAfter(1);
    await passAfter(hourMs);
    expect(await remindersOf(keyId)).toMatchObject([{ lastUsedAt, unusedDays: 90 }]);
    await ledger.use(keyId);
    const usedAgain = later(0);
    await passAfter(90 * dayMs);
    await passAfter(dayMs);
    expect(await remindersOf(keyId)).toMatchObject([{ lastUsedAt }, { lastUsedAt: usedAgain }]);
  });

  it('comes once for a key that was never used', async () => {
    const keyId = await ledger.key();
    await passAfter(90 * dayMs);
    await passAfter(90 * dayMs);
    expect(await remindersOf(keyId)).toMatchObject([{ lastUsedAt: null }]);
  });

  it('is looked for once an hour', async () => {
    const lifecycle = ledger.lifecycle();
    await passAfter(0, lifecycle);
    const keyId = await ledger.key({ createdAt: later(-90 * dayMs) });
    await ledger.caughtUp();
    await passAfter(hourMs - 1, lifecycle);
    const soon = await remindersOf(keyId);
    await passAfter(90 * dayMs, lifecycle);
    expect([soon, (await remindersOf(keyId)).length]).toEqual([[], 1]);
  });
});
