import { type FleetRegister, type NewMember, leaseMs } from '@keyledger/verification';
import type pg from 'pg';
import { boundedQuery } from './bounded-query.js';
import {
  type FleetRow,
  type FleetView,
  acceptancesKeptMs,
  lapsedKeptMs,
  reportsMax,
  verifiersMax,
} from './fleet.js';
import * as statements from './statements.js';

export interface Arrival extends FleetRow {
  /** When it reported the position, by the database's clock; null: not yet, not known any more, or before it started. */
  readonly appliedAt: Date | null;
}

export interface Acceptance {
  /** By the database's clock. */
  readonly acceptedAt: Date;
  readonly agoMs: number;
  /** Whether a verifier that hears nothing refuses what the change forbids. */
  readonly refusedWhenStale: boolean;
}

/** The register of verifiers, in Postgres. */
export class FleetTable implements FleetRegister, FleetView {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  async register({ id, name, stalenessMaxMs, position }: NewMember): Promise<void> {
    await this.query(statements.register, [id, name, stalenessMaxMs, position, leaseMs, lapsedKeptMs]);
  }

  async renew(id: string, position: bigint): Promise<boolean> {
    const [row] = await this.query<{ known: boolean }>(statements.renew, [id, position, leaseMs, reportsMax]);
    return row?.known === true;
  }

  async leave(id: string): Promise<void> {
    await this.query(statements.leave, [id]);
  }

  /** One more than `verifiersMax` at most. */
  async present(): Promise<readonly FleetRow[]> {
    return this.query<FleetRow>(statements.listPresent, [verifiersMax + 1]);
  }

  /** Who has applied a position, and when; those who have left too where they had. */
  async arrivals(position: bigint): Promise<readonly Arrival[]> {
    return this.query<Arrival>(statements.findArrivals, [position, verifiersMax + 1]);
  }

  /** Notes when a position was accepted, so that delays can be told later. */
  async accept(position: bigint, agoMs: number, refusedWhenStale: boolean): Promise<void> {
    await this.query(statements.accept, [position, agoMs, acceptancesKeptMs, refusedWhenStale]);
  }

  async acceptance(position: bigint): Promise<Acceptance | null> {
    const [row] = await this.query<Acceptance>(statements.findAcceptance, [position]);
    return row ?? null;
  }

  private query<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return boundedQuery<Row>(this.pool, text, values);
  }
}
