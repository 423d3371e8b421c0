import { type NewMember, leaseMs } from '@keyledger/verification';
import type pg from 'pg';
import { boundedQuery } from './bounded-query.js';
import { localLapsedKeptMs, localVerifiersMax, reportsMax } from './fleet.js';
import * as statements from './statements.js';

/**
 * Local verifiers on the register, entered by the verifier that they asked to. Each belongs to the service key that
 * it came with: nobody else's can be renewed, ended or succeeded, and no verifier's.
 */
export class LocalFleetTable {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  /** Durable when it resolves; may be repeated. False: the caller has as many as it may, or the id is another's. */
  async register(caller: string, { id, name, stalenessMaxMs, position }: NewMember): Promise<boolean> {
    const place = `${caller}/${name}`; // no host name has a slash, so it is no verifier's
    const values = [
      id,
      place,
      stalenessMaxMs,
      position,
      leaseMs,
      localLapsedKeptMs,
      caller,
      localVerifiersMax,
    ];
    return this.known(statements.registerLocal, values);
  }

  /** Renews the lease and reports. False: the register does not know it (any more). */
  async renew(caller: string, id: string, position: bigint): Promise<boolean> {
    return this.known(statements.renewLocal, [id, position, leaseMs, reportsMax, caller]);
  }

  async leave(caller: string, id: string): Promise<void> {
    await boundedQuery(this.pool, statements.leaveLocal, [id, caller]);
  }

  private async known(text: string, values: readonly unknown[]): Promise<boolean> {
    const [row] = await boundedQuery<{ known: boolean }>(this.pool, text, values);
    return row?.known === true;
  }
}
