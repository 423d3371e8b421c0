import { type SpawnedApp, spawnApp, waitFor } from '@keyledger/testing';
import { type Api, apiOf } from '../api.js';

type Role = 'projector' | 'verifier' | 'auditor';

/** `verifier 2` is the second process of the app `verifier`. */
export type Member = 'command-api' | `${Role} ${number}`;
export type Verifier = Extract<Member, `verifier ${number}`>;

/** How many processes of each; there is one command API. */
export type FleetSize = Readonly<Record<Role, number>>;

/** Every app as a process of its own, as a cluster runs it. */
export class Fleet {
  readonly verifiers: readonly Verifier[];
  private readonly members: readonly Member[];
  private readonly running = new Map<Member, SpawnedApp>();
  /** Of all processes that there have been, those that were killed too. */
  private readonly outputs: SpawnedApp['output'][] = [];
  private key = '';

  private constructor(
    size: FleetSize,
    private readonly env: Readonly<Record<string, string>>,
  ) {
    const numbered = <R extends Role>(role: R) =>
      Array.from({ length: size[role] }, (_, index): `${R} ${number}` => `${role} ${index + 1}`);
    this.verifiers = numbered('verifier');
    this.members = ['command-api', ...numbered('projector'), ...this.verifiers, ...numbered('auditor')];
  }

  /** All processes start at once, on whatever is there, for the first time. */
  static async start(size: FleetSize, env: Readonly<Record<string, string>>): Promise<Fleet> {
    const fleet = new Fleet(size, env);
    await fleet.restartAll();
    const { output } = fleet.of('command-api');
    const shown = await waitFor(() => /^Root admin key, shown this once: (\S+)$/m.exec(output.text()), {
      what: 'the root key',
    });
    fleet.key = shown[1] ?? '';
    return fleet;
  }

  get rootKey(): string {
    return this.key;
  }

  /** Resolves when it is ready. */
  async restart(member: Member): Promise<void> {
    const [app] = member.split(' ') as ['command-api' | Role];
    const spawned = await spawnApp({ app, env: this.env });
    this.outputs.push(spawned.output);
    this.running.set(member, spawned);
  }

  /** All of them, or none. */
  async restartAll(): Promise<void> {
    const started = await Promise.allSettled(this.members.map((member) => this.restart(member)));
    const failed = started.find(({ status }) => status === 'rejected');
    if (failed === undefined) return;
    await Promise.all([...this.running.values()].map((app) => app.kill()));
    throw (failed as PromiseRejectedResult).reason;
  }

  async kill(member: Member): Promise<void> {
    await this.of(member).kill();
  }

  async killAll(): Promise<void> {
    await Promise.all(this.members.map((member) => this.kill(member)));
  }

  of(member: Member): SpawnedApp {
    const app = this.running.get(member);
    if (app === undefined) throw new Error(`There is no ${member}.`);
    return app;
  }

  /** As root, at the member's present address. */
  api(member: Member): Api {
    return apiOf(this.of(member).baseUrl, this.rootKey);
  }

  written(): string {
    return this.outputs.map((output) => output.text()).join('');
  }

  /** Exit codes. */
  async stop(): Promise<readonly (number | null)[]> {
    return Promise.all(this.members.map((member) => this.of(member).stop()));
  }
}
