import type { ConfirmationAnswer, RevocationAnswer, VerifierListAnswer } from '@keyledger/contracts';
import type { ConfirmationDesk, FleetTable } from '@keyledger/fleet';
import type { Clock } from '@keyledger/platform';
import {
  type Recorded,
  confirmationAnswer,
  revocationAnswer,
  verifierListAnswer,
} from './confirmation-answer.js';
import type { ConfirmationMetrics } from './confirmation-metrics.js';
import type { StaleChoices } from './stale-choices.js';

/** A change that is durable. */
export interface DurableChange {
  readonly position: bigint;
  readonly accountId: string;
}

export interface ConfirmationParts {
  readonly desk: ConfirmationDesk;
  readonly table: FleetTable;
  readonly clock: Clock;
  readonly staleChoices: StaleChoices;
  readonly metrics: ConfirmationMetrics;
  /** Told of what keeps delays from being recorded or told. */
  readonly onError: (error: unknown) => void;
}

/** What has arrived at which verifiers. */
export class Confirmations {
  constructor(private readonly parts: ConfirmationParts) {}

  /**
   * Waits until a change that is durable by now has arrived at every verifier, for so long at most. Null: too many
   * are waiting already.
   */
  async await({ position, accountId }: DurableChange, waitMs: number): Promise<ConfirmationAnswer | null> {
    const { desk, table, clock, metrics, staleChoices } = this.parts;
    const sinceMs = clock.monotonicMs();
    const refusedWhenStale = await this.orElse(staleChoices.isRefused(accountId), false);
    const waiting = desk.wait({ position, sinceMs, waitMs, refusedWhenStale });
    if (waiting === null) return null;
    const agoMs = clock.monotonicMs() - sinceMs;
    const noted = this.orElse(table.accept(position, agoMs, refusedWhenStale), undefined);
    const confirmation = await waiting;
    await noted;
    metrics.confirmed(confirmation.complete, confirmation.waitedMs);
    const known =
      confirmation.members === null ? nothing : await this.orElse(this.recorded(position), nothing);
    return confirmationAnswer(position, confirmation, known);
  }

  /** Rejects while the database is away. */
  async revocation(position: bigint): Promise<RevocationAnswer> {
    return revocationAnswer(position, await this.recorded(position));
  }

  /** Rejects while the database is away. */
  async verifiers(): Promise<VerifierListAnswer> {
    return verifierListAnswer(await this.parts.table.present());
  }

  private async recorded(position: bigint): Promise<Recorded> {
    const { table } = this.parts;
    const acceptance = await table.acceptance(position);
    // Afterwards: those are judged by how long ago it was accepted when they were looked up.
    return { acceptance, arrivals: await table.arrivals(position) };
  }

  /** Delays are worth having, and not worth failing for. */
  private async orElse<Result>(result: Promise<Result>, fallback: Result): Promise<Result> {
    try {
      return await result;
    } catch (error) {
      this.parts.onError(error);
      return fallback;
    }
  }
}

const nothing: Recorded = { acceptance: null, arrivals: [] };
