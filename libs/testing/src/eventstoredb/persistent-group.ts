import type * as Persistent from '@eventstore/db-client/generated/persistent_pb.js';
import type { StoredEvent } from './stored-event.js';
import type { StoredLog } from './stored-log.js';

/** What a group is of, and how it treats what it delivers; as it was created. */
export interface GroupSettings {
  /** `$all`, or a stream's name. */
  readonly source: string;
  readonly name: string;
  readonly matches: (event: StoredEvent) => boolean;
  /** In `log.all`, of the first event to look at. */
  readonly firstIndex: number;
  /** As `info` says it: a revision, or `C:…/P:…` for $all. */
  readonly startFrom: string;
  readonly stated: Persistent.CreateReq.Settings;
}

export interface Delivery {
  readonly event: StoredEvent;
  readonly retryCount: number;
}

export interface Consumer {
  readonly inFlightMax: number;
  readonly inFlight: Map<string, Delivery>;
  deliver(delivery: Delivery): void;
  /** The group is no more. */
  drop(): void;
}

/** Each event goes to one consumer, which answers for it; without an answer it is delivered to another. */
export class PersistentGroup {
  readonly consumers = new Set<Consumer>();
  readonly parked: StoredEvent[] = [];
  /** Deliveries so far, repeated ones as well. */
  deliveryCount = 0;
  private readonly retries: Delivery[] = [];
  private nextIndex: number;
  private readonly endListening: () => void;

  constructor(
    readonly settings: GroupSettings,
    private readonly log: StoredLog,
  ) {
    this.nextIndex = settings.firstIndex;
    this.endListening = log.onAppend(() => this.deliver());
  }

  get lastKnownEvent(): StoredEvent | undefined {
    return this.log.all.slice(0, this.nextIndex).findLast(this.settings.matches);
  }

  join(consumer: Consumer): void {
    this.consumers.add(consumer);
    this.deliver();
  }

  /** What the consumer has not answered for is delivered again. */
  leave(consumer: Consumer): void {
    if (!this.consumers.delete(consumer)) return;
    this.retries.push(...consumer.inFlight.values());
    consumer.inFlight.clear();
    this.deliver();
  }

  acknowledge(consumer: Consumer, ids: readonly string[]): void {
    for (const id of ids) consumer.inFlight.delete(id);
    this.deliver();
  }

  /** Until it has been tried too often. */
  retry(consumer: Consumer, ids: readonly string[]): void {
    for (const { event, retryCount } of takeFrom(consumer, ids)) {
      if (retryCount < this.settings.stated.getMaxRetryCount())
        this.retries.push({ event, retryCount: retryCount + 1 });
      else this.parked.push(event);
    }
    this.deliver();
  }

  park(consumer: Consumer, ids: readonly string[]): void {
    this.parked.push(...takeFrom(consumer, ids).map(({ event }) => event));
    this.deliver();
  }

  end(): void {
    this.endListening();
    for (const consumer of this.consumers) consumer.drop();
    this.consumers.clear();
  }

  private deliver(): void {
    for (;;) {
      const consumer = this.nextConsumer();
      const delivery = consumer && this.next();
      if (!delivery) return;
      consumer.inFlight.set(delivery.event.id, delivery);
      this.deliveryCount++;
      consumer.deliver(delivery);
    }
  }

  /** In turn: whoever gets something goes to the end of the queue. */
  private nextConsumer(): Consumer | undefined {
    const free = [...this.consumers].find(({ inFlight, inFlightMax }) => inFlight.size < inFlightMax);
    if (!free) return undefined;
    this.consumers.delete(free);
    this.consumers.add(free);
    return free;
  }

  private next(): Delivery | undefined {
    const retried = this.retries.shift();
    if (retried) return retried;
    for (let event = this.log.all[this.nextIndex]; event; event = this.log.all[this.nextIndex]) {
      this.nextIndex++;
      if (this.settings.matches(event)) return { event, retryCount: 0 };
    }
    return undefined;
  }
}

function takeFrom(consumer: Consumer, ids: readonly string[]): Delivery[] {
  return ids.flatMap((id) => {
    const delivery = consumer.inFlight.get(id);
    consumer.inFlight.delete(id);
    return delivery ?? [];
  });
}
