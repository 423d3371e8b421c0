import { BACKWARDS, END, EventStoreDBClient } from '@eventstore/db-client';
import pg from 'pg';

/** What a word takes from one process to another by way of the log's server alone, or there and back. */
export interface BareRoundTrip {
  /** Milliseconds. */
  once(): Promise<number>;
  close(): Promise<void>;
}

/** From sending NOTIFY on one session to its arrival on another. */
export async function notificationRoundTrip(databaseUrl: string): Promise<BareRoundTrip> {
  const [sender, receiver] = [0, 0].map(() => new pg.Client({ connectionString: databaseUrl }));
  if (sender === undefined || receiver === undefined) throw new Error('There are two.');
  await Promise.all([sender.connect(), receiver.connect()]);
  await receiver.query('LISTEN bench_round_trip');
  let arrived: () => void = () => undefined;
  receiver.on('notification', () => arrived());
  return {
    once: async () => {
      const arrival = new Promise<void>((resolve) => (arrived = resolve));
      const startedAt = performance.now();
      await Promise.all([sender.query('NOTIFY bench_round_trip'), arrival]);
      return performance.now() - startedAt;
    },
    close: async () => {
      await Promise.all([sender.end(), receiver.end()]);
    },
  };
}

/** One call and its answer, which is the last event of all. */
export async function grpcRoundTrip(eventStoreDbUrl: string): Promise<BareRoundTrip> {
  const client = EventStoreDBClient.connectionString(eventStoreDbUrl);
  return {
    once: async () => {
      const startedAt = performance.now();
      const events = client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
      await events[Symbol.asyncIterator]().next();
      return performance.now() - startedAt;
    },
    close: () => client.dispose(),
  };
}
