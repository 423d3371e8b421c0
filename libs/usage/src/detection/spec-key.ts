import type { RequestEvent } from '@keyledger/contracts';
import { type Detected, detect, sweep } from './detect.js';
import { dayMs, hourMs } from './hours.js';
import type { KeyContext } from './key-context.js';
import { type KeyWatch, newKeyWatch } from './key-watch.js';
import { defaultDetectionPolicy } from './policy.js';
import type { RuleId, Signal } from './signal.js';

/** A Monday. */
export const startMs = Date.UTC(2030, 0, 7);

export const context: KeyContext = {
  ...{ keyId: 'key_0123456789ABCDEFGHIJKL', accountId: 'acme', createdAtMs: startMs - dayMs, ended: null },
  ...{ expiresAtMs: null, allowedNetworks: [], accountNetworks: new Set(), rotation: null, quotas: [] },
};

export type Asked = Partial<Omit<RequestEvent, 'code' | 'time'>> & { readonly code?: string };

export function request(atMs: number, asked: Asked = {}): RequestEvent {
  const event = {
    ...{ keyId: context.keyId, accountId: context.accountId, operation: 'orders:ListOrders', code: 'VALID' },
    ...{
      clientAddress: '192.0.2.17',
      userAgent: 'shop/1.0',
      verifier: 'spec',
      time: new Date(atMs).toISOString(),
    },
    ...{ producer: 'spec', sequence: 1, ...asked },
  };
  return event as RequestEvent;
}

/** So many requests, evenly over the hour that begins then. */
export function requests(
  atMs: number,
  count: number,
  asked: (index: number) => Asked = () => ({}),
): RequestEvent[] {
  return Array.from({ length: count }, (_, index) =>
    request(atMs + Math.floor(((index + 0.5) * hourMs) / count), asked(index)),
  );
}

/** A key at work: what it was, and what was said of it. */
export class WatchedKey {
  watch: KeyWatch = newKeyWatch;
  readonly signals: Signal[] = [];

  constructor(private readonly known: KeyContext = context) {}

  see(
    events: readonly RequestEvent[],
    nowMs = Math.max(...events.map(({ time }) => Date.parse(time))),
    known = this.known,
  ): this {
    return this.keep(detect(this.watch, events, known, defaultDetectionPolicy, nowMs));
  }

  sweep(nowMs: number, known = this.known): this {
    return this.keep(sweep(this.watch, known, defaultDetectionPolicy, nowMs));
  }

  /** So many requests in each hour, from the start on. */
  usual(days: number, perHour = 10, asked?: (index: number) => Asked): this {
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    for (let day = 0; day < days; day++) {
      this.see(hours.flatMap((hour) => requests(afterDays(day, hour), perHour, asked)));
    }
    return this;
  }

  said(rule: RuleId): readonly Signal[] {
    return this.signals.filter((signal) => signal.rule === rule);
  }

  private keep({ watch, signals }: Detected): this {
    // As it is kept between batches.
    this.watch = JSON.parse(JSON.stringify(watch)) as KeyWatch;
    this.signals.push(...signals);
    return this;
  }
}

export function afterDays(days: number, hours = 0): number {
  return startMs + days * dayMs + hours * hourMs;
}
