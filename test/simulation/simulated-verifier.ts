import type { LedgerEvent } from '@keyledger/contracts';
import {
  FleetMember,
  type FleetRegister,
  LiveIndex,
  type Membership,
  detachedMsMax,
} from '@keyledger/verification';
import { type KeyBook, digestOfValue } from './keys.js';
import { type SimulatedLog, sourceOver } from './simulated-log.js';
import { SimulatedMember } from './simulated-member.js';
import type { Node, World } from './world.js';

export const stalenessMaxMs = 5_000;

/** The protocol, or something like it that it must not be: mutants show that the checker can fail. */
export interface ProtocolOfVerifiers {
  /** What a verifier answers with, made of what is right. */
  readonly membership?: (right: FleetMember) => Membership;
  /** What a verifier reports to, made of what is right. */
  readonly register?: (right: FleetRegister, log: SimulatedLog) => FleetRegister;
  readonly leavesBeforeLastVerdict?: boolean;
  /** What a local verifier answers with, made of what is right. */
  readonly localMembership?: (right: FleetMember) => Membership;
}

/** What a verifier does for local ones. */
export interface LocalFeed extends FleetRegister {
  readonly node: Node;
  eventsAfter(position: bigint): Promise<readonly LedgerEvent[]>;
  freshness(): Promise<{ readonly position: bigint; readonly stalenessMs: number }>;
}

export interface VerifierParts {
  readonly world: World;
  readonly node: Node;
  readonly log: SimulatedLog;
  readonly register: FleetRegister;
  /** The same, where local verifiers are entered. */
  readonly localRegister: FleetRegister;
  readonly keys: KeyBook;
  readonly name: string;
  readonly id: string;
  readonly protocol: ProtocolOfVerifiers;
}

/** A verifier's process: the product's own index and member, on simulated time. */
export class SimulatedVerifier extends SimulatedMember<VerifierParts> {
  protected readonly live: LiveIndex;
  protected readonly member: FleetMember;
  private registrations = 0;

  constructor(parts: VerifierParts) {
    super(parts);
    const { world, node, log, register, keys, name, id, protocol } = parts;
    const onError = (): void => undefined;
    const effects = {
      clock: node.clock,
      sleep: node.sleep,
      backoffMs: () => world.between(25, 500),
      onError,
    };
    this.member = new FleetMember({
      ...effects,
      register: protocol.register?.(register, log) ?? register,
      ...{ name, stalenessMaxMs, detachedMsMax, newId: () => `${id}.${++this.registrations}` },
    });
    this.live = new LiveIndex({
      ...effects,
      source: sourceOver(world, node, log),
      digestOf: digestOfValue(keys),
      stalenessMaxMs,
      membership: protocol.membership?.(this.member) ?? this.member,
    });
    this.live.start();
  }

  get feed(): LocalFeed {
    const { node, log, localRegister } = this.parts;
    return {
      node,
      eventsAfter: (position) => this.served(() => node.ask('log', () => log.after(position))),
      freshness: () => this.served(() => this.freshness()),
      register: (member) => this.served(() => localRegister.register(member)),
      renew: (id, position) => this.served(() => localRegister.renew(id, position)),
      leave: (id) => this.served(() => localRegister.leave(id)),
    };
  }

  private async served<Answer>(answer: () => Promise<Answer>): Promise<Answer> {
    if (this.serving) return answer();
    throw new Error('The server takes no requests any more.');
  }

  private async freshness(): Promise<{ readonly position: bigint; readonly stalenessMs: number }> {
    if (!this.live.isFresh()) throw new Error('STALE');
    return { position: this.live.asOf, stalenessMs: this.live.stalenessMs() };
  }

  override async stop(): Promise<void> {
    const { protocol, register, id } = this.parts;
    if (protocol.leavesBeforeLastVerdict === true) {
      await register.leave(`${id}.${this.registrations}`).catch(() => undefined);
      await this.node.sleep(2_000);
    }
    await super.stop();
  }
}
