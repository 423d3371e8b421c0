import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type {
  BatchContext,
  Broker,
  Consumer,
  Consumption,
  MessageBatch,
  TopicDefinition,
} from '../broker.js';
import { DeliveryContext } from './delivery-context.js';

export interface BrokerTransportOptions extends Omit<Consumption, 'topic' | 'handler'> {
  /**
   * Second argument of the `@EventPattern`s that are this transport's: one process may have several, and each takes
   * only its own.
   */
  readonly id: symbol;
  readonly broker: Broker;
  /** Topics that the handlers are for; created if missing. */
  readonly topics: readonly TopicDefinition[];
}

/** What `status` tells: it consumes from when every handler's topic is. */
export type TransportStatus = 'consuming' | 'stopped';

/**
 * Nest's side of the broker port: `@EventPattern(topic, id)` methods take a `MessageBatch` (`@Payload()`) and a
 * `DeliveryContext` (`@Ctx()`), whichever broker there is. The offset moves when the method, and every other one on the same
 * pattern, has finished. `Server.handleEvent` is not used: it takes a failed handler for a finished one.
 */
export class BrokerTransport
  extends Server<Record<string, never>, TransportStatus>
  implements CustomTransportStrategy
{
  /** A failure reaches the broker's delivery, so Nest need not log it. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly consumers: Consumer[] = [];

  constructor(private readonly options: BrokerTransportOptions) {
    super();
    this.transportId = options.id;
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.start();
      this._status$.next('consuming');
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Finishes the batches in hand. */
  async close(): Promise<void> {
    await Promise.all(this.consumers.splice(0).map(async (consumer) => consumer.stop()));
    this._status$.next('stopped');
  }

  on(): never {
    throw new Error('The broker transport has no events of its own.');
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as Nest declares it
  unwrap<T>(): T {
    return this.options.broker as T;
  }

  private async start(): Promise<void> {
    const { broker, topics, group, offsets, batchMessagesMax, isOutage, onRejected, onGivenUp } =
      this.options;
    await broker.ensureTopics(topics);
    for (const [topic, handler] of this.messageHandlers) {
      const consumer = await broker.consume({
        ...{ topic, group, offsets, batchMessagesMax, isOutage, onRejected, onGivenUp },
        handler: (batch, context) => this.handle(handler, batch, context),
      });
      this.consumers.push(consumer);
    }
  }

  private async handle(handler: MessageHandler, batch: MessageBatch, context: BatchContext): Promise<void> {
    const result: unknown = await handler(batch, new DeliveryContext([context]));
    await lastValueFrom(this.transformToObservable(result), { defaultValue: undefined });
  }
}
