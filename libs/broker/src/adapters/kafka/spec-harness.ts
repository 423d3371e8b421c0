import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Broker } from '../../broker.js';
import type { BrokerHarness } from '../../contract-fixtures.js';
import { openKafkaBroker } from './kafka-broker.js';
import { createClient, type KafkaBrokerOptions } from './kafka-client.js';

/** The least that a cluster allows by default, so that what a dead member held comes free soon. */
const sessionMsMax = 6_000;

/** For tests: names of its own on a cluster that others use too, and connections that can be cut. */
export class KafkaHarness implements BrokerHarness {
  readonly namePrefix = `test-${randomUUID()}.`;
  private readonly sockets = new Map<Broker, Set<Socket>>();
  private readonly killed = new Set<Set<Socket>>();

  constructor(private readonly addresses: readonly string[]) {}

  async connect(options: Partial<KafkaBrokerOptions> = {}): Promise<Broker> {
    const sockets = new Set<Socket>();
    const broker = await openKafkaBroker({
      ...{ brokers: this.addresses, namePrefix: this.namePrefix, sessionMsMax },
      socketFactory: ({ host, port, onConnect }) => {
        const socket = connect({ host, port }, onConnect);
        if (this.killed.has(sockets)) socket.destroy(new Error('this process is dead'));
        sockets.add(socket);
        return socket;
      },
      ...options,
    });
    this.sockets.set(broker, sockets);
    return broker;
  }

  /** Nothing of it reaches the cluster any more: it falls silent without leaving its groups. */
  async kill(broker: Broker): Promise<void> {
    const sockets = this.sockets.get(broker);
    if (sockets === undefined) throw new Error('it was not connected here');
    this.killed.add(sockets);
    for (const socket of sockets) socket.destroy(new Error('this process is dead'));
  }

  async close(): Promise<void> {
    await Promise.all([...this.sockets.keys()].map(async (broker) => broker.close()));
    await this.deleteTopics();
  }

  private async deleteTopics(): Promise<void> {
    const admin = createClient({ brokers: this.addresses }).admin();
    await admin.connect();
    const topics = (await admin.listTopics()).filter((name) => name.startsWith(this.namePrefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    await admin.disconnect();
  }
}
