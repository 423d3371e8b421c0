import type { KeyCreatedAnswer, VerdictAnswer } from '@keyledger/contracts';
import type { BareRoundTrip } from './bare-round-trip.js';
import { Conversation } from './conversation.js';
import { postMessage } from './keep-alive-client.js';
import type { RevocationFleet } from './revocation-fleet.js';
import { SteadyLoad } from './steady-load.js';

const account = 'bench';
/** Questions a second to each verifier, all the while. */
export const loadPerSecond = 200;
/** Until the verifiers know a new key; they are asked in a loop. */
const attemptsMax = 100_000;

interface BenchKey {
  readonly id: string;
  readonly value: string;
}

/** One revocation, in milliseconds. */
export interface Round {
  /** From the answer to the command until the last verifier has answered KEY_REVOKED. */
  readonly refusedAfter: number;
  /** A bare round trip through the same log's server, just before. */
  readonly bare: number;
}

/** Whoever revokes keys and asks every verifier about them, over connections that stay. */
export class Revoker {
  private verifiers: readonly Conversation[] = [];

  private constructor(
    private readonly fleet: RevocationFleet,
    private readonly api: Conversation,
    private readonly bare: BareRoundTrip,
  ) {}

  static async of(fleet: RevocationFleet, bare: BareRoundTrip): Promise<Revoker> {
    const revoker = new Revoker(fleet, await Conversation.with(fleet.apiPort), bare);
    await revoker.command('/v1/accounts', { slug: account, name: 'Bench' });
    return revoker;
  }

  /** Resolves when every verifier accepts them. */
  async createKeys(count: number): Promise<readonly BenchKey[]> {
    const keys: BenchKey[] = [];
    for (let n = 0; n < count; n++) {
      const path = `/v1/accounts/${account}/keys`;
      const { key, value } = await this.command<KeyCreatedAnswer>(path, {
        ...{ name: `key ${n}`, scopes: ['orders:*'] },
      });
      keys.push({ id: key.id, value });
    }
    // Not before: a server closes connections on which nothing comes.
    this.verifiers = await Promise.all(this.fleet.verifierPorts.map((port) => Conversation.with(port)));
    const last = keys.at(-1);
    if (last !== undefined) await this.allAnswer(last, 'VALID');
    return keys;
  }

  /** One after the other. */
  async revoke(keys: readonly BenchKey[]): Promise<readonly Round[]> {
    const rounds: Round[] = [];
    for (const key of keys) {
      const bare = await this.bare.once();
      await this.command(`/v1/keys/${key.id}/revoke`, { reason: 'leaked' });
      const acceptedAt = performance.now();
      await this.allAnswer(key, 'KEY_REVOKED');
      rounds.push({ bare, refusedAfter: performance.now() - acceptedAt });
    }
    return rounds;
  }

  /** Load on every verifier, on connections of its own. */
  async load(key: BenchKey): Promise<readonly SteadyLoad[]> {
    const message = this.question(key);
    return Promise.all(this.fleet.verifierPorts.map((port) => SteadyLoad.on(port, message, loadPerSecond)));
  }

  end(): void {
    for (const conversation of [this.api, ...this.verifiers]) conversation.end();
  }

  /** Asks all of them at the same time, each as fast as it answers. */
  private async allAnswer(key: BenchKey, code: string): Promise<void> {
    const message = this.question(key);
    await Promise.all(this.verifiers.map((verifier) => untilAnswered(verifier, message, code)));
  }

  private question({ value }: BenchKey): Buffer {
    return postMessage('/v1/verify', { key: value, operation: 'orders:Create' }, this.credentials);
  }

  private async command<Body>(path: string, body: object): Promise<Body> {
    const reply = await this.api.ask(postMessage(path, body, this.credentials));
    if (reply.status >= 300) throw new Error(`POST ${path}: ${reply.status} ${reply.body}`);
    return JSON.parse(reply.body) as Body;
  }

  private get credentials(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.fleet.rootKey}` };
  }
}

async function untilAnswered(verifier: Conversation, message: Buffer, code: string): Promise<void> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const { body } = await verifier.ask(message);
    if ((JSON.parse(body) as Partial<VerdictAnswer>).code === code) return;
  }
  throw new Error(`A verifier has not answered ${code} in ${attemptsMax} attempts.`);
}
