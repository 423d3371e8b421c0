import type { Code } from '@keyledger/domain';
import { activityPerKeyMax } from '@keyledger/usage';
import type { DataSource } from 'typeorm';

/** One request. */
export interface ActivityView {
  /** ISO 8601 UTC with milliseconds. */
  readonly time: string;
  readonly operation: string | null;
  readonly code: Code;
  readonly clientAddress: string | null;
  readonly userAgent: string | null;
  readonly verifier: string | null;
}

export interface AccountActivityView extends ActivityView {
  readonly keyId: string;
}

export interface NewActivity {
  /** Newest last; at most as many as were asked for, the newest of them. */
  readonly items: readonly AccountActivityView[];
  /** Where to go on: opaque, decimal digits. */
  readonly cursor: string;
}

type Dated<View extends ActivityView> = Omit<View, 'time'> & { readonly time: Date };

const columns = `time, operation, code, client_address AS "clientAddress", user_agent AS "userAgent",
  verifier`;

/** Below this, every writer has ended: nothing can appear there any more. */
const endOfWriters = 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS cursor';

/** cursor after which to go on, cursor up to which, account, most rows. Index `activity_written`. */
const writtenBetween = `
SELECT key_id AS "keyId", ${columns} FROM usage.activity
WHERE account_id = $3 AND written_by >= $1::xid8 AND written_by < $2::xid8
ORDER BY written_by DESC, time DESC LIMIT $4`;

const ofKey = `
SELECT ${columns} FROM usage.activity WHERE key_id = $1 ORDER BY time DESC, written_by DESC, slot DESC LIMIT $2`;

/** Reads requests one by one. Rejects only on an outage of the database. */
export class ActivityQuery {
  constructor(private readonly dataSource: Pick<DataSource, 'query'>) {}

  /** The last requests of a key, newest first. */
  async ofKey(keyId: string): Promise<readonly ActivityView[]> {
    const rows = await this.dataSource.query<Dated<ActivityView>[]>(ofKey, [keyId, activityPerKeyMax]);
    return rows.map(viewOf);
  }

  /** Where to begin, for whoever wants to see what comes from now on. */
  async end(): Promise<string> {
    const [row] = await this.dataSource.query<{ cursor: string }[]>(endOfWriters);
    return row?.cursor ?? '0';
  }

  /** What was written for an account since a cursor, each row once, however writers overlap. */
  async since(accountId: string, cursor: string, limit: number): Promise<NewActivity> {
    const end = await this.end();
    const rows = await this.dataSource.query<Dated<AccountActivityView>[]>(writtenBetween, [
      cursor,
      end,
      accountId,
      limit,
    ]);
    return { items: rows.map(viewOf).reverse(), cursor: end };
  }
}

function viewOf<Row extends { readonly time: Date }>(row: Row) {
  return { ...row, time: row.time.toISOString() };
}
