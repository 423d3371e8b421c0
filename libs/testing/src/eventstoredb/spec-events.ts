import { randomUUID } from 'node:crypto';
import { type AllStreamSubscription, type JSONEventType, jsonEvent } from '@eventstore/db-client';

export function event(data: JSONEventType['data'] = {}, id: string = randomUUID()) {
  return jsonEvent({ id, type: 'Happened', data, metadata: { actor: 'spec' } });
}

export function events(count: number) {
  return Array.from({ length: count }, (_, number) => event({ number }));
}

export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Everything that a subscription says, until it is told to stop or fails. */
export function watch(subscription: AllStreamSubscription) {
  const seen = { ids: [] as string[], positions: [] as bigint[], caughtUp: 0, error: undefined as unknown };
  subscription.on('data', ({ event: delivered }) => {
    if (!delivered) return;
    seen.ids.push(delivered.id);
    seen.positions.push(delivered.position.commit);
  });
  subscription.on('caughtUp', () => seen.caughtUp++);
  subscription.on('error', (error) => (seen.error = error));
  return seen;
}
