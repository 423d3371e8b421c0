import { expect } from '@jest/globals';
import type {
  AccountOpenedAnswer,
  AuditPageAnswer,
  KeyAnswer,
  KeyCreatedAnswer,
  KeyUsageAnswer,
  VerdictAnswer,
} from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import type { Api } from '../api.js';
import type { Fleet, Verifier } from '../deployments/fleet.js';
import { type Acknowledged, waitMsMax } from './load.js';

export type Counts = Readonly<Record<string, number>>;

/** The account that the tests of the apps apart work in. */
export class Acme {
  /** What the loads have been told, all together. */
  readonly acknowledged: Acknowledged[] = [];

  constructor(readonly fleet: Fleet) {}

  async open(): Promise<void> {
    const opened = await this.admin.post<AccountOpenedAnswer>('/v1/accounts', { slug: 'acme', name: 'Acme' });
    expect(opened.status).toBe(201);
  }

  get admin(): Api {
    return this.fleet.api('command-api');
  }

  async createKey(scopes: readonly string[]): Promise<KeyCreatedAnswer> {
    const created = await this.admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', {
      name: 'a key',
      scopes,
    });
    expect(created.status).toBe(201);
    return created.body;
  }

  /** What the verifiers say, each of them once, as of this position at least; STALE is waited out. */
  async verdicts(key: string, operation: string, minPosition: string): Promise<readonly string[]> {
    const question = { key, operation, minPosition };
    const answerOf = async (verifier: Verifier) => {
      const code = await this.ask(verifier, question);
      return code === 'STALE' ? null : code;
    };
    return Promise.all(
      this.fleet.verifiers.map((verifier) =>
        waitFor(() => answerOf(verifier), { what: `${verifier} to be recent`, timeoutMs: waitMsMax }),
      ),
    );
  }

  /** The code of the verdict, or of the problem. */
  async ask(verifier: Verifier, question: Readonly<Record<string, string>>): Promise<string> {
    const { body } = await this.fleet.api(verifier).post<Pick<VerdictAnswer, 'code'>>('/v1/verify', question);
    return body.code;
  }

  /** What `verdicts` are when all agree. */
  everyVerifier(code: string): readonly string[] {
    return this.fleet.verifiers.map(() => code);
  }

  /** Waits until the read models have got so far. */
  async readModelsAt(position: string): Promise<void> {
    for (const path of ['/v1/accounts', '/v1/accounts/acme/keys', '/v1/audit']) {
      await waitFor(async () => (await this.admin.get(`${path}?minPosition=${position}`)).status === 200, {
        what: `${path} to go on`,
        timeoutMs: waitMsMax,
      });
    }
  }

  /** Counts by code, of all hours. */
  async usageOf(keyId: string): Promise<Counts> {
    const usage = await this.admin.get<KeyUsageAnswer>(`/v1/keys/${keyId}/usage`);
    const counts: Record<string, number> = {};
    for (const { code, count } of usage.body.items) counts[code] = (counts[code] ?? 0) + count;
    return counts;
  }

  /** Waits until at least so many uses are counted. */
  async counted(keyId: string, uses: number): Promise<Counts> {
    return waitFor(
      async () => {
        const counts = await this.usageOf(keyId);
        return total(counts) >= uses ? counts : null;
      },
      { what: `${uses} uses to be counted`, timeoutMs: waitMsMax },
    );
  }

  /**
   * Everything that was acknowledged is in the log, and everything that reads from the log has it: a key whose creation was
   * acknowledged is known to every verifier, and one whose revocation was is refused by every verifier.
   */
  async expectNothingLost(acknowledged: readonly Acknowledged[]): Promise<void> {
    const { position } = await this.createKey(['orders:*']);
    for (const { keyId, value, revision } of acknowledged) {
      const history = await this.admin.get<AuditPageAnswer>(
        `/v1/keys/${keyId}/history?minPosition=${position}`,
      );
      // One more than was acknowledged is fine: the answer may have been cut off after the event was durable.
      expect([revision + 1, revision + 2]).toContain(history.body.items.length);
      const key = await this.admin.get<KeyAnswer>(`/v1/keys/${keyId}?minPosition=${position}`);
      expect(key.body.revision).toBe(history.body.items.length - 1);
      const code = ['VALID', 'KEY_DISABLED', 'KEY_REVOKED'][key.body.revision] ?? 'no such revision';
      expect(await this.verdicts(value, 'orders:ListOrders', position)).toEqual(this.everyVerifier(code));
    }
  }
}

export function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
