import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, type INestApplicationContext, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, type MicroserviceOptions, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { from, map, mergeMap, type Observable, throwError, timer } from 'rxjs';
import { MemoryBroker } from '../adapters/memory/memory-broker.js';
import type { MessageBatch, TopicDefinition } from '../broker.js';
import { Collector, Gate, message, messages, topic, waitUntil } from '../contract-fixtures.js';
import { deadLetterTopic } from '../dead-letter.js';
import { BrokerTransport } from './broker-transport.js';
import { DeliveryContext } from './delivery-context.js';
import { RejectionFilter } from './rejection-filter.js';

const ours = Symbol('ours');
const definition: TopicDefinition = { name: topic, partitions: 1, cleanup: 'delete', retentionMs: 60_000 };

class Outage extends Error {}

/** What a test makes the handlers do; Nest makes the controllers. */
interface Script {
  first: (batch: MessageBatch, context: DeliveryContext) => Promise<void>;
  second: (batch: MessageBatch) => Observable<unknown>;
}
const plain: Script = { first: async () => undefined, second: () => from([1]) };
const script: Script = { ...plain };
const others: MessageBatch[] = [];

@Controller()
@UseFilters(RejectionFilter)
class First {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- else the overload for typed maps is taken
  @EventPattern<string>(topic, ours)
  async onBatch(@Payload() batch: MessageBatch, @Ctx() context: DeliveryContext): Promise<void> {
    await script.first(batch, context);
  }
}

@Controller()
@UseFilters(RejectionFilter)
class Second {
  @EventPattern(topic, ours)
  onBatch(@Payload() batch: MessageBatch): Observable<unknown> {
    return script.second(batch);
  }

  @EventPattern('others.v1', Symbol('theirs'))
  onOther(@Payload() batch: MessageBatch): void {
    others.push(batch);
  }
}

let broker: MemoryBroker;
let running: INestApplicationContext | undefined;

beforeEach(() => {
  broker = new MemoryBroker();
});

afterEach(async () => {
  await running?.close();
  await broker.close();
  Object.assign(script, plain);
});

async function start(): Promise<void> {
  const testing = await Test.createTestingModule({ controllers: [First, Second] }).compile();
  const strategy = new BrokerTransport({
    id: ours,
    broker,
    topics: [definition],
    group: 'g',
    isOutage: (error) => error instanceof Outage,
  });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest types its options by a class
  const app = testing.createNestMicroservice<MicroserviceOptions>({ strategy, logger: false });
  running = app;
  await app.listen();
}

describe('BrokerTransport', () => {
  it('gives batches to the handlers of its patterns alone', async () => {
    const collector = new Collector();
    script.first = async (batch) => collector.handler(batch, { deadLetter: async () => undefined });
    await start();
    await broker.publish(topic, messages(3, 1));
    await waitUntil(() => collector.values.length === 3);
    await expect(broker.publish('others.v1', [message('a', 'k')])).rejects.toThrow('others.v1');
    expect(others).toEqual([]);
  });

  it('delivers again what a handler rejected, with the error it threw, and gives nothing up in an outage', async () => {
    const seen: string[][] = [];
    let outages = 0;
    script.first = async (batch) => {
      seen.push(batch.messages.map(({ value }) => value ?? ''));
      if (outages++ < 6) throw new Outage('away');
    };
    await start();
    await broker.publish(topic, messages(2, 1));
    await waitUntil(() => seen.length === 7);
    expect(seen.every((values) => values.join() === '0,1')).toBe(true);
  });

  it('waits for a stream to end and takes its error for a rejection', async () => {
    let subscriptions = 0;
    let ended = 0;
    script.second = () =>
      timer(1).pipe(
        mergeMap(() =>
          subscriptions++ === 0 ? throwError(() => new Outage('in the stream')) : from([1, 2]),
        ),
        map((value) => (ended = value)),
      );
    await start();
    await broker.publish(topic, messages(1, 1));
    await waitUntil(() => ended === 2);
    expect(subscriptions).toBe(2);
  });

  it('lets a handler set messages aside', async () => {
    script.first = async (batch, context) =>
      context.deadLetter(batch.messages.map((each) => ({ message: each, reason: 'never liked it' })));
    await start();
    const collector = new Collector();
    await broker.consume({ topic: deadLetterTopic(topic), group: 'reader', handler: collector.handler });
    await broker.publish(topic, messages(2, 1));
    await waitUntil(() => collector.values.length === 2);
  });

  it('finishes the batch in hand when the application closes', async () => {
    const started = new Gate();
    const finish = new Gate();
    let finished = false;
    script.first = async () => {
      started.open();
      await finish.opened;
      finished = true;
    };
    await start();
    await broker.publish(topic, messages(1, 1));
    await started.opened;
    const closing = running?.close();
    finish.open();
    await closing;
    expect(finished).toBe(true);
  });
});
