import { type Broker, type OutgoingMessage, type TopicDefinition, isOutage } from '@keyledger/broker';
import { type Backoff, backoffMs, defaultBackoff, sleep } from '@keyledger/platform';

export interface StubbornPublisherOptions {
  readonly broker: Pick<Broker, 'ensureTopics' | 'publish'>;
  readonly topic: TopicDefinition;
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
  private isPrepared = false;

  constructor(private readonly options: StubbornPublisherOptions) {}

  /** Sees to the topic. A broker that is away now is asked again before the first publication; rejects where it will not have the topic. */
  async prepare(): Promise<void> {
    try {
      await this.ensureTopic();
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.options.onError?.(error);
    }
  }

  /** Waits out outages. Never rejects. */
  async publish(messages: readonly OutgoingMessage[], signal: AbortSignal): Promise<PublicationOutcome> {
    const { broker, topic, backoff = defaultBackoff, onError } = this.options;
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await this.ensureTopic();
        await broker.publish(topic.name, messages);
        return 'published';
      } catch (error) {
        onError?.(error);
        // Without a topic nothing was said of the messages.
        if (this.isPrepared && !isOutage(error)) return 'rejected';
      }
      await sleep(backoffMs(attempt, Math.random(), backoff), signal);
    }
    return 'stopped';
  }

  private async ensureTopic(): Promise<void> {
    if (this.isPrepared) return;
    await this.options.broker.ensureTopics([this.options.topic]);
    this.isPrepared = true;
  }
}
