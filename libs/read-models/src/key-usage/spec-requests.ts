import type { RequestEvent } from '@keyledger/contracts';
import type { RequestBatch } from './write-usage.js';

/** For tests: a request that was let pass. */
export function request(sequence: number, change: Partial<RequestEvent> = {}): RequestEvent {
  return {
    keyId: 'key_a',
    accountId: 'acme',
    operation: 'orders:List',
    code: 'VALID',
    clientAddress: '192.0.2.1',
    userAgent: 'exporter/2.1',
    verifier: '10.0.0.5:8080',
    time: `2026-11-21T08:00:00.${String(sequence % 1_000).padStart(3, '0')}Z`,
    producer: 'p',
    sequence,
    ...change,
  };
}

/** As delivered: consecutive offsets from `first`. */
export function delivered(first: number, events: readonly RequestEvent[], partition = 0): RequestBatch {
  return {
    ...{ topic: 'keyledger.requests.v1', partition, group: 'auditor' },
    requests: events.map((event, n) => ({ offset: BigInt(first + n), event })),
    firstOffset: BigInt(first),
    lastOffset: BigInt(first + events.length - 1),
  };
}
