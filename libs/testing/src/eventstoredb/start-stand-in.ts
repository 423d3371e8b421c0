import type { EventStoreDbStandIn } from './stand-in.js';

/** Loads gRPC only for those who start one. */
export async function startEventStoreDbStandIn(): Promise<EventStoreDbStandIn> {
  const { EventStoreDbStandIn: StandIn } = await import('./stand-in.js');
  return StandIn.start();
}
