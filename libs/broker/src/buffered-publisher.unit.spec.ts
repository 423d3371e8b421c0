import { afterEach, describe, expect, it } from '@jest/globals';
import { type Broker, BrokerUnavailable, type OutgoingMessage } from './broker.js';
import { BufferedPublisher, type BufferedPublisherOptions } from './buffered-publisher.js';
import { Gate, message, waitUntil } from './contract-fixtures.js';

/** A broker that does as the test says. */
class ScriptedBroker implements Pick<Broker, 'publish'> {
  readonly publications: string[][] = [];
  mood: 'fine' | 'away' | 'refusing' = 'fine';
  attempts = 0;
  concurrent = 0;
  concurrentMax = 0;
  gate: Gate | undefined;

  async publish(_topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    this.attempts++;
    this.concurrentMax = Math.max(this.concurrentMax, ++this.concurrent);
    try {
      await this.gate?.opened;
      if (this.mood === 'away') throw new BrokerUnavailable('away');
      if (this.mood === 'refusing') throw new TypeError('never');
      this.publications.push(messages.map(({ value }) => value ?? ''));
    } finally {
      this.concurrent--;
    }
  }

  get published(): readonly string[] {
    return this.publications.flat();
  }
}

const opened: BufferedPublisher[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (publisher) => publisher.stop(0)));
});

function create(options: Partial<BufferedPublisherOptions> = {}) {
  const broker = new ScriptedBroker();
  const publisher = new BufferedPublisher({
    broker,
    topic: 't',
    flushMsMax: 5,
    flushMessagesMax: 10,
    backoff: { firstMs: 1, maxMs: 4 },
    ...options,
  });
  opened.push(publisher);
  const add = (count: number, from = 0) =>
    Array.from({ length: count }, (_, n) => publisher.add(message(String(from + n), 'k')));
  return { broker, publisher, add };
}

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, n) => String(from + n));

describe('BufferedPublisher', () => {
  it('publishes a few messages together after a while', async () => {
    const { broker, add } = create();
    add(3);
    expect(broker.attempts).toBe(0);
    await waitUntil(() => broker.published.length === 3);
    expect(broker.publications).toEqual([['0', '1', '2']]);
  });

  it('publishes many at once, in order, one publication at a time, none larger than the bound', async () => {
    const { broker, publisher, add } = create({ flushMsMax: 60_000 });
    add(35);
    await waitUntil(() => broker.published.length === 35);
    expect(broker.published).toEqual(numbers(35));
    expect(Math.max(...broker.publications.map((each) => each.length))).toBe(10);
    expect(broker.concurrentMax).toBe(1);
    expect(publisher.published).toBe(35);
    expect(publisher.waiting).toBe(0);
  });

  it('sends a message that is added in the very turn in which the last publication ends', async () => {
    const { broker, publisher, add } = create();
    for (let n = 0; n < 50; n++) {
      add(1, n);
      await publisher.flush();
      add(1, 1_000 + n);
      await waitUntil(() => broker.published.length === 2 * (n + 1));
    }
  });

  it('repeats the same publication while the broker is away, then goes on in order', async () => {
    const errors: unknown[] = [];
    const { broker, publisher, add } = create({ onError: (error) => errors.push(error) });
    broker.mood = 'away';
    add(25);
    await waitUntil(() => broker.attempts >= 3);
    expect(publisher.waiting).toBe(25);
    broker.mood = 'fine';
    add(5, 25);
    await waitUntil(() => broker.published.length === 30);
    expect(broker.published).toEqual(numbers(30));
    expect(errors.length).toBeGreaterThanOrEqual(3);
    expect(publisher.dropped).toEqual({ 'buffer-full': 0, rejected: 0, shutdown: 0 });
  });

  it('drops the newest, and counts them, once the buffer is full', async () => {
    const { broker, publisher, add } = create({ bufferMessagesMax: 20 });
    broker.mood = 'away';
    expect(add(30).filter((taken) => taken)).toHaveLength(20);
    expect(publisher.dropped['buffer-full']).toBe(10);
    broker.mood = 'fine';
    await publisher.flush();
    expect(broker.published).toEqual(numbers(20));
    expect(add(1)).toEqual([true]);
  });

  it('drops, and counts, what the broker refuses for good, and goes on', async () => {
    const { broker, publisher, add } = create();
    broker.mood = 'refusing';
    add(10);
    await waitUntil(() => publisher.dropped.rejected === 10);
    broker.mood = 'fine';
    add(3, 10);
    await waitUntil(() => broker.published.length === 3);
    expect(publisher.waiting).toBe(0);
  });

  it('brings everything out before it stops, and takes nothing afterwards', async () => {
    const { broker, publisher, add } = create({ flushMsMax: 60_000 });
    add(7);
    await publisher.stop();
    expect(broker.published).toEqual(numbers(7));
    expect(add(1)).toEqual([false]);
    expect(publisher.dropped.shutdown).toBe(1);
  });

  it('stops in bounded time while the broker is away or never answers, and counts what is lost', async () => {
    const away = create();
    away.broker.mood = 'away';
    away.add(25);
    await away.publisher.stop(20);
    expect(away.publisher.dropped.shutdown).toBe(25);
    const silent = create();
    silent.broker.gate = new Gate();
    silent.add(12);
    await silent.publisher.stop(20);
    expect(silent.publisher.dropped.shutdown).toBe(12);
    silent.broker.gate.open();
  });

  it('takes a hundred thousand messages without moving any of them', async () => {
    const { broker, publisher, add } = create({ bufferMessagesMax: 100_000, flushMessagesMax: 500 });
    broker.mood = 'away';
    expect(add(100_000).every((taken) => taken)).toBe(true);
    broker.mood = 'fine';
    await publisher.flush();
    expect(broker.published).toEqual(numbers(100_000));
  });
});
