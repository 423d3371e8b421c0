import { queryMsMax } from '@keyledger/platform';
import type pg from 'pg';
import * as sql from './statements.js';

/** Rows that are held at once. */
const pageRowsMax = 500;
/** Keys in a page of which most are of no interest. */
const lookedAtMax = 5_000;
/** Whoever rotates a key more often than this before its first successor is used waits for the clock. */
const generationsMax = 10;

const dayMs = 86_400_000;

export interface DrainedKey {
  readonly keyId: string;
  /** For how long it had not been used when its successor was: at least what its overlap asks for. */
  readonly unusedForMs: number;
}

/** A key that was made to take over from another one. */
export interface Successor {
  readonly keyId: string;
  readonly rotatedFrom: string;
  /** Where in the log it was created. */
  readonly position: bigint;
  /** Whether the other key names it as its successor, as far as the read model knows. */
  readonly isLinked: boolean;
}

/** A key that nobody has used for long. */
export interface DisusedKey {
  readonly keyId: string;
  /** ISO 8601 UTC with milliseconds; null: never. */
  readonly lastUsedAt: string | null;
}

interface DrainingKey {
  readonly keyId: string;
  readonly wantedMs: number;
  /** Null: its successor was never used. */
  readonly unusedForMs: number | null;
}

interface KeyAtInstant {
  readonly keyId: string;
  /** As the database writes it. */
  readonly instant: string;
}

/**
 * Keys of all accounts that something is due for. As the read model knows them: what it says has to be put to the log, which
 * knows whether it is done already. Page by page; instants are epoch milliseconds. Rejects only on an outage.
 */
export class DueKeys {
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  /** Past their expiry, with no event that says so. */
  expired(now: number): AsyncIterable<string> {
    return this.walk(sql.expiredKeys, [new Date(now)]);
  }

  /** In an overlap that is over, with no event that says so. */
  withEndedOverlap(now: number): AsyncIterable<string> {
    return this.walk(sql.endedOverlaps, [new Date(now)]);
  }

  /**
   * Whose expiry is `daysBefore` days away or fewer, but more than `nearerDays`, without a reminder that says so much.
   */
  toRemind(
    now: number,
    { daysBefore, nearerDays }: { readonly daysBefore: number; readonly nearerDays: number },
  ): AsyncIterable<string> {
    const [after, upTo] = [nearerDays, daysBefore].map((days) => new Date(now + days * dayMs));
    return this.walk(sql.dueReminders, [after, upTo, daysBefore]);
  }

  /** Created at this time or before, without a reminder that it is time for a successor. */
  dueForRotation(createdUpTo: number): AsyncIterable<string> {
    return this.walk(sql.dueRotations, [new Date(createdUpTo)]);
  }

  /** Not used after this time, with no reminder that says so. Looks at every key: not to be asked often. */
  async *disused(usedUpTo: number): AsyncIterable<DisusedKey> {
    let after = '';
    for (;;) {
      const page = [new Date(usedUpTo), after, lookedAtMax];
      const rows = await this.query<DisusedKey & { readonly isDue: boolean }>(sql.disusedKeys, page);
      for (const { keyId, lastUsedAt, isDue } of rows) if (isDue) yield { keyId, lastUsedAt };
      const last = rows.at(-1);
      if (last === undefined || rows.length < lookedAtMax) return;
      after = last.keyId;
    }
  }

  /**
   * Whose successor was used when they had not been for as long as their overlap asks for. Both are taken from the same
   * record of uses: so nothing is concluded from silence while that record is behind.
   */
  async *drained(): AsyncIterable<DrainedKey> {
    let after = '';
    for (;;) {
      const page = [after, pageRowsMax, generationsMax];
      const rows = await this.query<DrainingKey>(sql.drainingKeys, page);
      for (const { keyId, unusedForMs, wantedMs } of rows) {
        if (unusedForMs !== null && unusedForMs >= wantedMs) yield { keyId, unusedForMs };
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageRowsMax) return;
      after = last.keyId;
    }
  }

  /** In the order in which they were created, from after a position up to the first that was created after `before`. */
  async *successors(after: bigint, before: number): AsyncIterable<Successor> {
    let position = after;
    for (;;) {
      const rows = await this.query<Omit<Successor, 'position'> & { position: string; isOldEnough: boolean }>(
        sql.successors,
        [position.toString(), new Date(before), pageRowsMax],
      );
      for (const { isOldEnough, ...row } of rows) {
        if (!isOldEnough) return;
        position = BigInt(row.position);
        yield { ...row, position };
      }
      if (rows.length < pageRowsMax) return;
    }
  }

  private async *walk(text: string, values: readonly unknown[]): AsyncIterable<string> {
    let after: KeyAtInstant = { keyId: '', instant: '-infinity' };
    for (;;) {
      const page = [...values, after.instant, after.keyId, pageRowsMax];
      const rows = await this.query<KeyAtInstant>(text, page);
      for (const { keyId } of rows) yield keyId;
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageRowsMax) return;
      after = last;
    }
  }

  private async query<Row extends object>(text: string, values: unknown[]): Promise<readonly Row[]> {
    const timed = { text, values, query_timeout: queryMsMax };
    const { rows } = await this.pool.query<Row>(timed);
    return rows;
  }
}
