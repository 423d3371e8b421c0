import { type AppName, type SpawnedApp, spawnApp } from '@keyledger/testing';
import { type Api, apiOf } from './api.js';

/** Every app as a process of its own; each but the command API runs twice. */
export const members = {
  'command-api': 'command-api',
  'projector 1': 'projector',
  'projector 2': 'projector',
  'verifier 1': 'verifier',
  'verifier 2': 'verifier',
  'auditor 1': 'auditor',
  'auditor 2': 'auditor',
} as const satisfies Readonly<Record<string, AppName>>;

export type Member = keyof typeof members;
export type Verifier = 'verifier 1' | 'verifier 2';

const names = Object.keys(members) as Member[];

/** Keyledger as a cluster runs it. All processes start at once, on an empty database. */
export class Fleet {
  private readonly running = new Map<Member, SpawnedApp>();

  private constructor(
    private readonly rootKey: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(databaseUrl: string, rootKey: string): Promise<Fleet> {
    const fleet = new Fleet(rootKey, { DATABASE_URL: databaseUrl, KEYLEDGER_ROOT_KEY: rootKey });
    await Promise.all(names.map((member) => fleet.restart(member)));
    return fleet;
  }

  /** Resolves when it is ready. */
  async restart(member: Member): Promise<void> {
    this.running.set(member, await spawnApp({ app: members[member], env: this.env }));
  }

  async kill(member: Member): Promise<void> {
    await this.of(member).kill();
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

  /** Exit codes. */
  async stop(): Promise<readonly (number | null)[]> {
    return Promise.all(names.map((member) => this.of(member).stop()));
  }
}
