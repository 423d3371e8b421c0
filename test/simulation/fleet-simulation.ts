import { ConfirmationDesk, type FleetView } from '@keyledger/fleet';
import { keyCreated, keyRevoked } from '../../libs/verification/src/spec-ledger.js';
import { KeyBook } from './keys.js';
import { NoAcceptanceAfterConfirmation } from './no-acceptance-after-confirmation.js';
import { SimulatedLocalVerifier } from './simulated-local-verifier.js';
import { SimulatedLog } from './simulated-log.js';
import { SimulatedRegister, registerOver } from './simulated-register.js';
import { type ProtocolOfVerifiers, SimulatedVerifier } from './simulated-verifier.js';
import { Node, type ServiceName, World } from './world.js';

export interface Protocol extends ProtocolOfVerifiers {
  /** What the waiting side sees, made of what is right. */
  readonly view?: (right: FleetView) => FleetView;
}

export interface Outcome {
  readonly violations: readonly string[];
  /** Complete ones, and those of them that somebody without a lease had to be waited for by time. */
  readonly confirmations: number;
  readonly withoutLease: number;
  readonly incomplete: number;
}

type Victim = SimulatedVerifier | SimulatedLocalVerifier;

const places = ['a:1', 'b:1', 'c:1', 'd:1'];
const localPlaces = ['key_shop/a:1', 'key_shop/b:1', 'key_bank/a:1'];
const simulatedMs = 90_000;
/** By how much the rates of clocks are off at most: what the protocol is stated for. */
const clockRateErrorMax = 0.04;

/** Revocations that are waited for, while everything goes wrong that the protocol is stated to stand. */
export class FleetSimulation {
  private readonly world: World;
  private readonly log = new SimulatedLog();
  private readonly register: SimulatedRegister;
  private readonly keys = new KeyBook();
  private readonly checker = new NoAcceptanceAfterConfirmation();
  private readonly verifiers: SimulatedVerifier[] = [];
  private readonly locals: SimulatedLocalVerifier[] = [];
  private readonly commands: Node;
  private readonly desk: ConfirmationDesk;
  /** Some worlds are calm, some are not. */
  private readonly faultGapMsMax: number;
  /** In every other world: those that have none wait for nobody but verifiers. */
  private readonly hasLocals: boolean;
  private started = 0;
  private withoutLease = 0;
  private incomplete = 0;

  constructor(
    seed: number,
    private readonly protocol: Protocol,
  ) {
    this.world = new World(seed);
    this.hasLocals = seed % 2 === 1;
    this.faultGapMsMax = this.world.between(4_000, 40_000);
    this.register = new SimulatedRegister(this.newNode());
    this.commands = this.newNode();
    const view = registerOver(this.commands, this.register);
    this.desk = new ConfirmationDesk({
      view: protocol.view?.(view) ?? view,
      monotonicMs: this.commands.clock.monotonicMs,
      sleep: this.commands.sleep,
      isClosing: () => false,
      onError: () => undefined,
    });
    this.register.onChange = () => {
      this.world.after(this.world.delayMs(), () => this.desk.wake(), this.commands);
    };
  }

  async run(): Promise<Outcome> {
    for (const place of [...places, ...(this.hasLocals ? localPlaces : [])]) this.startAt(place);
    for (let key = 0; key < 8; key++) this.commandLoop(`k${key}`);
    this.faultLoop(() => this.verifierFault());
    if (this.hasLocals) this.faultLoop(() => this.localFault());
    await this.world.pass(simulatedMs, () => this.checker.check(this.all, this.world.nowMs));
    const { violations, confirmations } = this.checker;
    return { violations, confirmations, withoutLease: this.withoutLease, incomplete: this.incomplete };
  }

  private newNode(): Node {
    return new Node(this.world, 1 + this.world.between(-clockRateErrorMax, clockRateErrorMax));
  }

  private get all(): readonly Victim[] {
    return [...this.verifiers, ...this.locals];
  }

  private startAt(place: string): void {
    if (localPlaces.includes(place)) this.startLocal(place);
    else this.startVerifier(place);
  }

  private startLocal(name: string): void {
    const { world, keys, protocol } = this;
    this.locals.push(
      new SimulatedLocalVerifier({
        ...{ world, node: this.newNode(), keys, protocol, name, id: `l${++this.started}` },
        feed: () => world.pick(this.verifiers.filter(({ runs }) => runs))?.feed,
      }),
    );
  }

  private startVerifier(name: string): void {
    const node = this.newNode();
    if (this.world.random() < 0.3) {
      this.world.after(this.world.between(0, 100), () =>
        this.cut(node, this.world.between(500, 10_000), ['register']),
      );
    }
    this.verifiers.push(
      new SimulatedVerifier({
        ...{ world: this.world, node, log: this.log, keys: this.keys, name, id: `v${++this.started}` },
        register: registerOver(node, this.register),
        localRegister: registerOver(node, this.register, 'local'),
        protocol: this.protocol,
      }),
    );
  }

  /** Keys that live for a while, one after the other, until a revocation that somebody waits for. */
  private commandLoop(name: string): void {
    const value = this.keys.mint(name);
    this.log.append(keyCreated(name));
    const revokeSoon = (): void =>
      this.world.after(this.world.between(500, 8_000), () => void this.revoke(name, value), this.commands);
    revokeSoon();
  }

  private async revoke(name: string, value: string): Promise<void> {
    const position = await this.commands.ask('log', () => this.log.append(keyRevoked(name)));
    const sinceMs = this.commands.clock.monotonicMs();
    this.commandLoop(`${name}+`);
    const confirmation = await this.desk.wait({ position, sinceMs, waitMs: 20_000, refusedWhenStale: true });
    if (confirmation?.complete !== true) {
      this.incomplete += 1;
      return;
    }
    const silent = confirmation.members?.some((member) => member.position < position) === true;
    if (silent) this.withoutLease += 1;
    this.checker.confirmRevocation(value, position);
    this.checker.check(this.all, this.world.nowMs);
  }

  private faultLoop(fault: () => void): void {
    this.world.after(this.world.between(0, this.faultGapMsMax), () => {
      fault();
      this.faultLoop(fault);
    });
  }

  private verifierFault(): void {
    this.fault(this.verifiers, [['register'], ['log'], ['register', 'log']]);
  }

  private localFault(): void {
    this.fault(this.locals, [['feed']]);
  }

  private fault(among: readonly Victim[], cuts: readonly (readonly ServiceName[])[]): void {
    const { world } = this;
    const victim = world.pick(among.filter(({ runs }) => runs));
    if (victim === undefined) return;
    const healMs = world.random() < 0.7 ? world.between(100, 6_000) : world.between(6_000, 30_000);
    const faults = [
      ...cuts.map((services) => () => this.cut(victim.node, healMs, services)),
      () => this.pause(victim, healMs),
      () => this.crash(victim, healMs),
      () => this.replace(victim),
    ];
    world.pick(faults)?.();
  }

  private cut(node: Node, ms: number, services: readonly ServiceName[]): void {
    for (const service of services) node.cut(service);
    this.world.after(ms, () => node.heal());
  }

  private pause({ node }: Victim, ms: number): void {
    node.paused = true;
    this.world.after(ms, () => this.world.resume(node));
  }

  private crash({ node, place }: Victim, ms: number): void {
    node.alive = false;
    this.world.after(ms, () => this.startAt(place));
  }

  /** In order: another takes its place when it has ended. */
  private replace(victim: Victim): void {
    if (victim.node.paused) return;
    void victim.stop().then(() => this.startAt(victim.place));
  }
}
