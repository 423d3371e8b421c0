import { randomUUID } from 'node:crypto';
import type { Broker } from '@keyledger/broker';
import { type RequestEvent, requestsTopic, toRequestMessage } from '@keyledger/contracts';
import { systemIds } from '@keyledger/platform';
import { mintKeyId } from '@keyledger/domain';

/** As the verifiers' publisher sends them. */
const messagesPerPublication = 500;
const secondMs = 1_000;
const hourMs = 3_600_000;
/** Of late: what is dated ahead would count as of now, all of it in one minute. */
const firstRequestAt = (Math.floor(Date.now() / hourMs) - 2) * hourMs;
/** So the whole traffic falls into two hours, and none comes too late for the rules to look at it. */
const requestsPerSecond = 50;

const operations = ['ListOrders', 'GetOrder', 'CreateOrder', 'CancelOrder', 'ListInvoices'].map(
  (name) => `orders:${name}`,
);
/** One request in this many is refused. */
const refusedEvery = 20;

/** Publishes requests of so many keys, the n-th key being used 1/n as often as the first (Zipf's law). */
export async function publishTraffic(
  broker: Broker,
  messagesCount: number,
  keysCount: number,
): Promise<void> {
  const keyAt = zipf(Array.from({ length: keysCount }, () => mintKeyId((count) => systemIds.bytes(count))));
  const producer = randomUUID();
  for (let from = 0; from < messagesCount; from += messagesPerPublication) {
    const count = Math.min(messagesPerPublication, messagesCount - from);
    const events = Array.from({ length: count }, (_, index) =>
      requestEvent(keyAt(Math.random()), producer, from + index),
    );
    await broker.publish(requestsTopic.name, events.map(toRequestMessage));
  }
}

function requestEvent(keyId: string, producer: string, sequence: number): RequestEvent {
  return {
    ...{ keyId, producer, sequence, accountId: 'acme' },
    operation: operations[sequence % operations.length] ?? null,
    code: sequence % refusedEvery === 0 ? 'INSUFFICIENT_SCOPE' : 'VALID',
    clientAddress: `192.0.2.${sequence % 250}`,
    userAgent: 'orders-sync/2.1',
    verifier: 'verifier-1:8083',
    time: new Date(firstRequestAt + Math.floor((sequence * secondMs) / requestsPerSecond)).toISOString(),
  };
}

/** The item for a number in [0, 1). */
function zipf(items: readonly string[]): (random: number) => string {
  let sum = 0;
  const bounds = items.map((_, index) => (sum += 1 / (index + 1)));
  return (random) => {
    const wanted = random * sum;
    let low = 0;
    let high = bounds.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bounds[middle] ?? sum) > wanted) high = middle;
      else low = middle + 1;
    }
    return items[low] ?? '';
  };
}
