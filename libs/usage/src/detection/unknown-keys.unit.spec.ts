import { describe, expect, it } from '@jest/globals';
import { isoOfMs } from './hours.js';
import { defaultDetectionPolicy } from './policy.js';
import type { Signal } from './signal.js';
import { afterDays } from './spec-key.js';
import { type NetworkWatch, detectEnumeration, newNetworkWatch, readNetworkWatch } from './unknown-keys.js';
import { withMark } from './value-marks.js';

class WatchedNetwork {
  watch: NetworkWatch = newNetworkWatch;
  readonly signals: Signal[] = [];

  see(
    atMs: number,
    requests: number,
    accountId: string | null = null,
    valueMarks: string | null = null,
  ): this {
    const time = isoOfMs(atMs);
    const count = {
      network: '203.0.113.0/24',
      accountId,
      requests,
      valueMarks,
      firstTime: time,
      lastTime: time,
    };
    const detected = detectEnumeration(this.watch, [count], defaultDetectionPolicy, atMs);
    this.watch = detected.watch;
    this.signals.push(...detected.signals);
    return this;
  }
}

describe('enumeration', () => {
  it('is said of forty within an hour, once', () => {
    const network = new WatchedNetwork().see(afterDays(0), 39);
    expect(network.signals).toEqual([]);
    network.see(afterDays(0) + 1, 1).see(afterDays(0) + 2, 500);
    expect(network.signals).toEqual([
      {
        ...{ rule: 'enumeration', accountId: 'system', keyId: null, severity: 'warning' },
        time: isoOfMs(afterDays(0) + 1),
        evidence: { network: '203.0.113.0/24', requestsThisHour: 40, requestsThisDay: 40 },
      },
    ]);
  });

  it('is said of a few every hour, and names the account that was asked about', () => {
    const network = new WatchedNetwork();
    for (let hour = 0; hour < 24; hour++) network.see(afterDays(0, hour), 12, 'acme');
    expect(network.signals[0]).toMatchObject({ accountId: 'acme', evidence: { requestsThisDay: 156 } });
  });

  it('gets used to a program that goes on with a key that is no more, day after day', () => {
    const network = new WatchedNetwork();
    for (let hour = 0; hour < 24 * 10; hour++) network.see(afterDays(0, hour), 60);
    expect(network.signals.filter(({ time }) => time >= isoOfMs(afterDays(2)))).toEqual([]);
    expect(network.see(afterDays(10), 400).signals.at(-1)?.time).toBe(isoOfMs(afterDays(10)));
  });

  it('is not said of one wrong key all day, and is of many, however seldom they are', () => {
    const trying = (marksAt: (hour: number) => string) => {
      const network = new WatchedNetwork();
      for (let hour = 0; hour < 24; hour++) network.see(afterDays(0, hour), 12, null, marksAt(hour));
      return network.signals;
    };
    expect(trying(() => withMark(undefined, 5))).toEqual([]);
    const [signal] = trying((hour) => withMark(undefined, hour));
    expect(signal?.evidence).toMatchObject({ requestsThisDay: 156, differentValuesMin: 13 });
  });

  it('is said of a flood, whatever it consists of', () => {
    const network = new WatchedNetwork().see(afterDays(0), 1_000, null, withMark(undefined, 5));
    expect(network.signals).toMatchObject([{ severity: 'critical' }]);
  });

  it('stays small and is learnt anew where it was kept otherwise', () => {
    const network = new WatchedNetwork();
    for (let hour = 0; hour < 24 * 60; hour++)
      network.see(afterDays(0, hour), 1_000_000, null, 'f'.repeat(16));
    expect(JSON.stringify(network.watch).length).toBeLessThan(1_536);
    expect(readNetworkWatch(network.watch)).toBe(network.watch);
    expect(readNetworkWatch({ version: 99 })).toBe(newNetworkWatch);
    expect(readNetworkWatch(null)).toBe(newNetworkWatch);
  });
});
