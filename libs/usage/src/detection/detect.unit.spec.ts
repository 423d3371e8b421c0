import { describe, expect, it } from '@jest/globals';
import type { RequestEvent } from '@keyledger/contracts';
import fc from 'fast-check';
import { hourMs, minuteMs } from './hours.js';
import { keyWatchBytesMax, newKeyWatch, readKeyWatch } from './key-watch.js';
import { networksPerHourMax } from './open-hour.js';
import { afterDays, context, request, requests, WatchedKey } from './spec-key.js';

const learnt = new WatchedKey().usual(33);

function learntKey(ended = context.ended): WatchedKey {
  const key = new WatchedKey({ ...context, ended });
  key.watch = learnt.watch;
  return key;
}

/** Three hours in which any rule may find something. */
const someRequests = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 0, max: 239 }),
      size: fc.constantFrom(1, 1, 3, 120),
      what: fc.constantFrom('usual', 'curl', 'elsewhere', 'probe', 'quota', 'ended', 'everywhere'),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((groups) =>
    groups.flatMap(({ minute, size, what }) => requestsOf(afterDays(33) + minute * minuteMs, size, what)),
  );

function requestsOf(atMs: number, count: number, what: string): readonly RequestEvent[] {
  const asked = (index: number) =>
    ({
      usual: {},
      curl: { clientAddress: '198.51.100.7', userAgent: 'curl/8' },
      elsewhere: { clientAddress: '203.0.113.9' },
      probe: { operation: `admin:Do${index}`, code: 'INSUFFICIENT_SCOPE' },
      quota: { code: 'QUOTA_EXCEEDED' },
      ended: { code: 'KEY_REVOKED' },
      // Fewer than an hour keeps: which of more are kept does depend on what came first.
      everywhere: { clientAddress: `10.${index % (networksPerHourMax - 3)}.0.1` },
    })[what] ?? {};
  return Array.from({ length: count }, (_, index) => request(atMs + index, asked(index)));
}

/** Which rules spoke, of which hours. */
function spokenOf(key: WatchedKey): readonly string[] {
  return key.signals.map(({ rule, time }) => `${rule} ${time.slice(0, 13)}`).sort();
}

describe('detect', () => {
  it('says the same of the same hours whatever came first, within ten minutes, and in whatever batches', () => {
    const ended = { how: 'revoked', atMs: afterDays(32), reason: null } as const;
    const delays = fc.array(fc.integer({ min: 0, max: 10 * minuteMs }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(someRequests, delays, fc.integer({ min: 1, max: 50 }), (events, delay, batch) => {
        const inOrder = events.toSorted((a, b) => (a.time < b.time ? -1 : 1));
        const arrived = inOrder
          .map((event, index) => ({
            event,
            atMs: Date.parse(event.time) + (delay[index % delay.length] ?? 0),
          }))
          .sort((a, b) => a.atMs - b.atMs)
          .map(({ event }) => event);
        const end = afterDays(34);
        const expected = learntKey(ended).see(inOrder, end).sweep(end);
        const found = learntKey(ended);
        for (let from = 0; from < arrived.length; from += batch)
          found.see(arrived.slice(from, from + batch), end);
        expect(spokenOf(found.sweep(end))).toEqual(spokenOf(expected));
      }),
      { numRuns: 40 },
    );
  });

  it('says nothing of an ordinary month', () => {
    expect(learnt.signals).toEqual([]);
  });

  it('stays within its bytes, however many networks, clients, operations and addresses a key shows', () => {
    const key = new WatchedKey();
    const hostile = (index: number) => ({
      operation: `${'é'.repeat(150)}${index}`,
      clientAddress: `2001:db8:${(index % 65_536).toString(16)}::1`,
      userAgent: `${'ü'.repeat(150)}${index}`,
      code: index % 2 === 0 ? 'VALID' : 'INSUFFICIENT_SCOPE',
    });
    for (let hour = 0; hour < 12; hour++) {
      key.see(requests(afterDays(0, hour), 2_000, (index) => hostile(hour * 2_000 + index)));
    }
    expect(Buffer.byteLength(JSON.stringify(key.watch))).toBeLessThan(keyWatchBytesMax);
    for (const { evidence } of key.signals) expect(JSON.stringify(evidence).length).toBeLessThan(2_500);
  });

  it('takes what comes from the future for now, and leaves out what comes from years ago', () => {
    const key = learntKey();
    const now = afterDays(33);
    const watchBefore = key.watch;
    key.see([request(now + 400 * 24 * hourMs)], now);
    expect(key.watch.lastUsedMs).toBe(now);
    key.watch = watchBefore;
    key.see(
      [request(now - 3_000 * 24 * hourMs, { clientAddress: '198.51.100.7', userAgent: 'curl/8' })],
      now,
    );
    expect(key.signals).toEqual([]);
    expect(key.watch.learnt).toEqual(watchBefore.learnt);
  });

  it('learns a key anew where another release kept it otherwise, and goes on with what it kept itself', () => {
    for (const kept of [null, 'text', {}, { version: 99 }]) expect(readKeyWatch(kept)).toBe(newKeyWatch);
    expect(readKeyWatch(learnt.watch)).toBe(learnt.watch);
  });

  it('does not change the watch that it was given', () => {
    const before = JSON.stringify(learnt.watch);
    learntKey()
      .see(requests(afterDays(33), 500))
      .sweep(afterDays(35));
    expect(JSON.stringify(learnt.watch)).toBe(before);
  });
});
