import type { DomainEvent, LedgerEvent } from '@keyledger/contracts';
import { type LedgerBatch, type LiveSource, Progress } from '@keyledger/verification';
import { recorded } from '../../libs/verification/src/spec-ledger.js';
import type { Node, World } from './world.js';

const pollMsMax = 1_000;
const applyMsMax = 2_000;

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

/**
 * The log, as a process reads it over the network, with the proof that `verificationSource` gives; the rows that it starts
 * from are those of an empty log.
 */
export function sourceOver(world: World, node: Node, log: SimulatedLog): LiveSource {
  const applied = new Progress();
  return {
    snapshot: () => node.ask('register', () => ({ position: 0n, rows: noRows() })),
    subscribe: (after, signal) => follow(world, node, log, { after, signal, applied }),
    hasEventsAfter: async (position) => {
      const head = await node.ask('log', () => log.head);
      return head > position && !(await reaches(applied, head, () => node.sleep(applyMsMax)));
    },
    readsWhenAsked: world.random() < 0.5,
  };
}

/** Whether it is applied before `patience` resolves. */
export function reaches(
  applied: Progress,
  position: bigint,
  patience: () => Promise<void>,
): Promise<boolean> {
  const late = new AbortController();
  void patience().then(() => late.abort());
  return applied.whenAt(position, late.signal);
}

async function* follow(
  world: World,
  node: Node,
  log: SimulatedLog,
  {
    after,
    signal,
    applied,
  }: { readonly after: bigint; readonly signal: AbortSignal; readonly applied: Progress },
): AsyncIterable<LedgerBatch> {
  let position = after;
  while (!signal.aborted) {
    const events = await node.ask('log', () => log.after(position));
    position = events.at(-1)?.position ?? position;
    yield { events, position, caughtUp: true };
    applied.advanceTo(position);
    await node.sleep(world.between(0, pollMsMax), signal);
  }
}

async function* noRows(): AsyncIterable<never> {
  // The log is short.
}
