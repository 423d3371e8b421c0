import { Counter, type Registry } from 'prom-client';

/** Beside what `ProjectionMetrics` shows of every follower: position, lag, troubles. One per registry. */
export class RelayMetrics {
  private readonly messages: Counter<'topic'>;
  private readonly tombstones: Counter;

  constructor(registry: Registry) {
    this.messages = new Counter({
      name: 'keyledger_relay_messages_total',
      help: 'Messages that the broker has acknowledged, by topic; repeated ones count again.',
      labelNames: ['topic'],
      registers: [registry],
    });
    this.tombstones = new Counter({
      name: 'keyledger_relay_forgotten_keys_total',
      help: 'Tombstones published for keys that were revoked or expired long ago.',
      registers: [registry],
    });
  }

  relayed(topic: string, messages: number): void {
    this.messages.inc({ topic }, messages);
  }

  forgotten(keys: number): void {
    this.tombstones.inc(keys);
  }
}
