import type { FleetRow, FleetView, MemberKind } from '@keyledger/fleet';
import { type FleetRegister, type NewMember, leaseMs } from '@keyledger/verification';
import type { Node } from './world.js';

interface Entry extends NewMember {
  readonly kind: MemberKind;
  position: bigint;
  leasedUntilMs: number;
  left: boolean;
}

/** The register of verifiers, as the database has it: what the functions in libs/fleet/src/migrations.ts do. */
export class SimulatedRegister {
  onChange: () => void = () => undefined;
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly database: Node) {}

  register(member: NewMember, kind: MemberKind = 'verifier'): void {
    const leasedUntilMs = this.nowMs + leaseMs;
    const known = this.entries.get(member.id);
    if (known === undefined) this.entries.set(member.id, { ...member, kind, leasedUntilMs, left: false });
    else known.leasedUntilMs = leasedUntilMs;
    this.succeed(member);
    this.onChange();
  }

  renew(id: string, position: bigint): boolean {
    const entry = this.entries.get(id);
    if (entry === undefined || entry.left) return false;
    entry.leasedUntilMs = this.nowMs + leaseMs;
    if (position > entry.position) entry.position = position;
    this.succeed(entry);
    this.onChange();
    return true;
  }

  leave(id: string): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) entry.left = true;
    this.onChange();
  }

  present(): readonly FleetRow[] {
    const at = new Date(this.nowMs);
    return [...this.entries.values()]
      .filter(({ left }) => !left)
      .map(({ id, kind, name, stalenessMaxMs, position, leasedUntilMs }) => ({
        ...{ id, kind, name, stalenessMaxMs, position },
        state: leasedUntilMs > this.nowMs ? 'live' : 'lapsed',
        ...{ registeredAt: at, reportedAt: at, leasedUntil: new Date(leasedUntilMs) },
      }));
  }

  /** Whoever registered at this place before, and has no lease any more, has ended. */
  private succeed({ id, name }: NewMember): void {
    for (const entry of this.entries.values()) {
      if (entry.id === id) return;
      if (entry.name === name && entry.leasedUntilMs < this.nowMs) entry.left = true;
    }
  }

  private get nowMs(): number {
    return this.database.clock.now();
  }
}

/** The register, as a process reaches it over the network. */
export function registerOver(
  node: Node,
  register: SimulatedRegister,
  kind: MemberKind = 'verifier',
): FleetRegister & FleetView {
  return {
    register: (member) => node.ask('register', () => register.register(member, kind)),
    renew: (id, position) => node.ask('register', () => register.renew(id, position)),
    leave: (id) => node.ask('register', () => register.leave(id)),
    present: () => node.ask('register', () => register.present()),
  };
}
