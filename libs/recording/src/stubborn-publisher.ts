import { type Broker, type OutgoingMessage, isOutage } from '@keyledger/broker';
import { type Backoff, backoffMs, defaultBackoff, sleep } from '@keyledger/platform';

export interface StubbornPublisherOptions {
  readonly broker: Pick<Broker, 'publish'>;
  readonly topic: string;
  readonly backoff?: Backoff;
  /** Told of every failed publication. */
  readonly onError?: (error: unknown) => void;
}

/** `stopped`: before the broker had all of it, or none. */
export type PublicationOutcome = 'published' | 'rejected' | 'stopped';

/**
 * Publishes one thing after the other, each as often as it takes: repeating the same messages is harmless, going on without
 * them is not, since whoever counts takes what is behind them for all there is.
 */
export class StubbornPublisher {
  constructor(private readonly options: StubbornPublisherOptions) {}

  /** Waits out outages. Never rejects. */
  async publish(messages: readonly OutgoingMessage[], signal: AbortSignal): Promise<PublicationOutcome> {
    const { broker, topic, backoff = defaultBackoff, onError } = this.options;
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await broker.publish(topic, messages);
        return 'published';
      } catch (error) {
        onError?.(error);
        if (!isOutage(error)) return 'rejected';
      }
      await sleep(backoffMs(attempt, Math.random(), backoff), signal);
    }
    return 'stopped';
  }
}
