import type { DomainEvent, LedgerEvent } from '@keyledger/contracts';
import type { LedgerBatch, LiveSource } from '@keyledger/verification';
import { recorded } from '../../libs/verification/src/spec-ledger.js';
import type { Node, World } from './world.js';

const pollMsMax = 1_000;

/** The log, as its server has it. */
export class SimulatedLog {
  private readonly events: DomainEvent[] = [];

  append(event: DomainEvent): bigint {
    this.events.push(event);
    return this.head;
  }

  get head(): bigint {
    return BigInt(this.events.length);
  }

  after(position: bigint): readonly LedgerEvent[] {
    return recorded(this.events.slice(Number(position)), position);
  }
}

/** The log, as a process reads it over the network; the rows that it starts from are those of an empty log. */
export function sourceOver(world: World, node: Node, log: SimulatedLog): LiveSource {
  return {
    snapshot: () => node.ask('register', () => ({ position: 0n, rows: noRows() })),
    subscribe: (after, signal) => follow(world, node, log, { after, signal }),
    hasEventsAfter: (position) => node.ask('log', () => log.head > position),
    readsWhenAsked: world.random() < 0.5,
  };
}

async function* follow(
  world: World,
  node: Node,
  log: SimulatedLog,
  { after, signal }: { readonly after: bigint; readonly signal: AbortSignal },
): AsyncIterable<LedgerBatch> {
  let position = after;
  while (!signal.aborted) {
    const events = await node.ask('log', () => log.after(position));
    position = events.at(-1)?.position ?? position;
    yield { events, position, caughtUp: true };
    await node.sleep(world.between(0, pollMsMax), signal);
  }
}

async function* noRows(): AsyncIterable<never> {
  // The log is short.
}
