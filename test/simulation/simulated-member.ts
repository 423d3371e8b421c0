import type { FleetMember, LiveIndex } from '@keyledger/verification';
import type { AskedVerifier } from './no-acceptance-after-confirmation.js';
import type { Node } from './world.js';

interface MemberParts {
  readonly node: Node;
  /** Of the place in the fleet: whoever is started there anew has the same. */
  readonly name: string;
  readonly id: string;
}

/** A process that gives verdicts, a verifier's or a customer's, as the simulation and its checker see it. */
export abstract class SimulatedMember<Parts extends MemberParts> implements AskedVerifier {
  protected serving = true;
  protected abstract readonly live: LiveIndex;
  protected abstract readonly member: FleetMember;

  constructor(protected readonly parts: Parts) {}

  get name(): string {
    return this.parts.id;
  }

  get place(): string {
    return this.parts.name;
  }

  get node(): Node {
    return this.parts.node;
  }

  get runs(): boolean {
    return this.serving && this.node.alive;
  }

  get answers(): boolean {
    return this.runs && !this.node.paused;
  }

  get asOf(): bigint {
    return this.live.asOf;
  }

  accepts(key: string): boolean {
    return this.live.checkKey({ key, user: null, operation: null, clientAddress: null, accountId: null })
      .valid;
  }

  /** As on SIGTERM: the last answer, then goodbye. */
  async stop(): Promise<void> {
    this.serving = false;
    await this.live.stop();
    await this.member.leave();
  }
}
