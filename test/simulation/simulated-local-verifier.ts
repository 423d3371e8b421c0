import {
  FleetMember,
  type FleetRegister,
  LiveIndex,
  type LiveSource,
  Progress,
  localDetachedMsMax,
  type LedgerBatch,
} from '@keyledger/verification';
import { type KeyBook, digestOfValue } from './keys.js';
import { reaches } from './simulated-log.js';
import { SimulatedMember } from './simulated-member.js';
import type { LocalFeed, ProtocolOfVerifiers } from './simulated-verifier.js';
import type { Node, World } from './world.js';

/** More than twice that of verifiers: then they have to refuse to prove what they cannot, its own bound does not. */
const localStalenessMaxMs = 12_000;
const pollMsMax = 500;
const applyMsMax = 5_000;

export interface LocalVerifierParts {
  readonly world: World;
  readonly node: Node;
  readonly keys: KeyBook;
  readonly name: string;
  readonly id: string;
  /** Whom a load balancer hands the next request to; undefined: nobody is there. */
  readonly feed: () => LocalFeed | undefined;
  readonly protocol: ProtocolOfVerifiers;
}

/** A customer's process: the product's own index and member, fed by whichever verifier takes the request. */
export class SimulatedLocalVerifier extends SimulatedMember<LocalVerifierParts> {
  protected readonly live: LiveIndex;
  protected readonly member: FleetMember;
  private readonly applied = new Progress();
  private registrations = 0;

  constructor(parts: LocalVerifierParts) {
    super(parts);
    const { world, node, keys, name, id, protocol } = parts;
    const effects = {
      ...{ clock: node.clock, sleep: node.sleep, onError: () => undefined },
      backoffMs: () => world.between(25, 500),
    };
    this.member = new FleetMember({
      ...effects,
      register: this.register(),
      ...{ name, stalenessMaxMs: localStalenessMaxMs, detachedMsMax: localDetachedMsMax },
      newId: () => `${id}.${++this.registrations}`,
    });
    this.live = new LiveIndex({
      ...effects,
      source: this.source(),
      digestOf: digestOfValue(keys),
      stalenessMaxMs: localStalenessMaxMs / 2,
      membership: protocol.localMembership?.(this.member) ?? this.member,
    });
    this.live.start();
  }

  override accepts(key: string): boolean {
    return this.live.isFresh() && super.accepts(key);
  }

  private asked<Answer>(question: (feed: LocalFeed) => Promise<Answer>): Promise<Answer> {
    const feed = this.parts.feed();
    if (feed === undefined) return Promise.reject(new Error('No verifier is there.'));
    return this.node.askAt('feed', feed.node, () => question(feed));
  }

  private register(): FleetRegister {
    return {
      register: (member) => this.asked((feed) => feed.register(member)),
      renew: (id, position) => this.asked((feed) => feed.renew(id, position)),
      leave: (id) => this.asked((feed) => feed.leave(id)),
    };
  }

  /** What HttpLiveSource does, on simulated time. */
  private source(): LiveSource {
    return {
      readsWhenAsked: false,
      snapshot: () => this.asked(async () => ({ position: 0n, rows: noRows() })),
      subscribe: (after, signal) => this.follow(after, signal),
      hasEventsAfter: async (position) => {
        const answer = await this.asked((feed) => feed.freshness());
        if (answer.stalenessMs > localStalenessMaxMs / 2) return true;
        return (
          answer.position > position &&
          !(await reaches(this.applied, answer.position, () => this.node.sleep(applyMsMax)))
        );
      },
    };
  }

  private async *follow(after: bigint, signal: AbortSignal): AsyncIterable<LedgerBatch> {
    let position = after;
    while (!signal.aborted) {
      const from = position;
      const events = await this.asked((feed) => feed.eventsAfter(from));
      position = events.at(-1)?.position ?? position;
      yield { events, position, caughtUp: true };
      this.applied.advanceTo(position);
      await this.node.sleep(this.parts.world.between(0, pollMsMax), signal);
    }
  }
}

async function* noRows(): AsyncIterable<never> {
  // The log is short.
}
