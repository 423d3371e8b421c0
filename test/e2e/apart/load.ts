import { setTimeout as delay } from 'node:timers/promises';
import type { ChangedAnswer, KeyCreatedAnswer, VerdictAnswer } from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import type { Answer } from '../api.js';
import type { Fleet, Verifier } from '../deployments/fleet.js';

/** What a caller was answered about a key. */
export interface Answered {
  readonly verifier: Verifier;
  readonly code: string;
  /** When the answer was there, on the monotonic clock. */
  readonly atMs: number;
}

/** What the admin API has said yes to: the revision that the key then had. */
export interface Acknowledged {
  readonly keyId: string;
  readonly value: string;
  revision: number;
}

export const askersOfEach = 2;
const admins = 2;
const askerPauseMs = 10;
const adminPauseMs = 50;
/** A process that is down is asked again after this. */
const downMs = 50;
/** Under load on a machine that does other things too; only spent when the test is going to fail. */
export const waitMsMax = 60_000;

/**
 * Verifications on all verifiers and admin changes, all the time until stopped, whoever is down meanwhile. Only what was
 * answered is noted.
 */
export class Load {
  readonly answered: Answered[] = [];
  readonly acknowledged: Acknowledged[] = [];
  /** Codes of the changes that the command API could not make (503). */
  readonly unavailable: string[] = [];
  private stopped = false;
  private readonly workers: readonly Promise<void>[];

  constructor(
    private readonly fleet: Fleet,
    private readonly key: string,
  ) {
    this.workers = [
      ...fleet.verifiers.flatMap((verifier) =>
        Array.from({ length: askersOfEach }, () => this.ask(verifier)),
      ),
      ...Array.from({ length: admins }, () => this.change()),
    ];
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.workers);
  }

  /** Resolves when there are so many more answers of each kind. */
  async moreOf({ answers = 0, changes = 0 }: { readonly answers?: number; readonly changes?: number }) {
    const [wantedAnswers, wantedChanges] = [this.answered.length + answers, this.changes + changes];
    await waitFor(() => this.answered.length >= wantedAnswers && this.changes >= wantedChanges, {
      what: `${answers} answers and ${changes} changes more`,
      timeoutMs: waitMsMax,
    });
  }

  countsByCode(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { code } of this.answered) counts[code] = (counts[code] ?? 0) + 1;
    return counts;
  }

  private get changes(): number {
    return this.acknowledged.reduce((sum, { revision }) => sum + revision + 1, 0);
  }

  private async ask(verifier: Verifier): Promise<void> {
    const operations = ['orders:ListOrders', 'orders:DeleteOrder'];
    for (let round = 0; !this.stopped; round++) {
      const operation = operations[round % operations.length];
      const answer = await whileUp(() =>
        this.fleet.api(verifier).post<VerdictAnswer>('/v1/verify', { key: this.key, operation }),
      );
      if (answer?.status === 200 && answer.body.keyId !== null) {
        this.answered.push({ verifier, code: answer.body.code, atMs: performance.now() });
      }
      await delay(answer === null ? downMs : askerPauseMs);
    }
  }

  private async change(): Promise<void> {
    while (!this.stopped) {
      const created = await this.admin<KeyCreatedAnswer>('POST', '/v1/accounts/acme/keys', {
        name: 'under load',
        scopes: ['orders:*'],
      });
      if (created === null) continue;
      const entry = { keyId: created.body.key.id, value: created.body.value, revision: 0 };
      this.acknowledged.push(entry);
      const path = `/v1/keys/${entry.keyId}`;
      const disabled = await this.admin<ChangedAnswer>('POST', `${path}/disable`, { reason: 'unused' });
      if (disabled === null) continue;
      entry.revision = disabled.body.revision;
      const revoked = await this.admin<ChangedAnswer>('POST', `${path}/revoke`, { reason: 'leaked' });
      if (revoked !== null) entry.revision = revoked.body.revision;
    }
  }

  /** Null where there was no answer, or none that says whether it was done. */
  private async admin<Body>(method: 'POST', path: string, body: unknown): Promise<Answer<Body> | null> {
    const answer = await whileUp(() => this.fleet.api('command-api').post<Body>(path, body));
    const unavailable = answer?.status === 503;
    if (unavailable) this.unavailable.push((answer.body as { readonly code: string }).code);
    else if (answer !== null && answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    await delay(answer === null || unavailable ? downMs : adminPauseMs);
    return unavailable ? null : answer;
  }
}

/** Null where nobody answered. */
async function whileUp<T>(request: () => Promise<T>): Promise<T | null> {
  try {
    return await request();
  } catch (error) {
    // By name, since fetch throws errors of Node's own realm. A body that was cut off is no JSON.
    if (['TypeError', 'SyntaxError'].includes((error as Error).name)) return null;
    throw error;
  }
}
