import type { Code } from '@keyledger/domain';
import { type Span, coveringSpans, coveringWeeks } from '@keyledger/usage';
import type { DataSource } from 'typeorm';
import {
  type CountedBy,
  acceptedAndRefused,
  countTable,
  keyWeekTable,
  ofAccount,
  ofSingleKeys,
  weekTable,
} from './rollup-tables.js';
import type { OutcomeCount } from './query.js';

export interface AccountUsageRequest extends Span {
  readonly accountId: string;
}

export interface NamedUsage {
  /** Null: there was none. `(other)`: those beyond the bound on names per bucket. */
  readonly name: string | null;
  readonly accepted: number;
  readonly refused: number;
}

export interface OperationCount {
  /** Of the bucket, ISO 8601 UTC. */
  readonly start: string;
  /** Null: none was asked about. */
  readonly operation: string | null;
  readonly count: number;
}

export interface KeyTotal {
  readonly keyId: string;
  /** Null: not known to the read model. */
  readonly name: string | null;
  readonly accepted: number;
  readonly refused: number;
}

/** Requests with a key that has ended, from one network. */
export interface FailedRequests {
  readonly keyId: string;
  readonly name: string | null;
  readonly code: Code;
  /** Null: not known. */
  readonly network: string | null;
  readonly count: number;
}

type Total = Pick<NamedUsage, 'accepted' | 'refused'>;

const acceptedOrRefused = `
  CASE WHEN code = 'VALID' THEN requests::float8 ELSE 0 END AS accepted,
  CASE WHEN code = 'VALID' THEN 0 ELSE requests::float8 END AS refused`;

const endedKeys = `code IN ('KEY_REVOKED', 'KEY_EXPIRED', 'KEY_ROTATED')`;

/** Reads the use of an account's keys together. Rejects only on an outage of the database. */
export class AccountUsageQuery {
  constructor(private readonly dataSource: Pick<DataSource, 'query'>) {}

  /** By bucket and outcome, in the buckets of the request; latest first. */
  async series({ accountId, resolution, from, to }: AccountUsageRequest): Promise<readonly OutcomeCount[]> {
    const rows = await this.dataSource.query<{ start: Date; code: Code; count: number }[]>(
      `SELECT start, code, sum(requests::float8) AS count FROM ${countTable('operation', resolution)}
       WHERE ${ofAccount('$1')} AND start >= $2 AND start < $3
       GROUP BY start, code ORDER BY start DESC, code`,
      [accountId, new Date(from), new Date(to)],
    );
    return rows.map(({ start, code, count }) => ({ start: start.toISOString(), code, count }));
  }

  /** These operations by bucket, in the buckets of the request; latest first. */
  async seriesOf(
    operations: readonly string[],
    { accountId, resolution, from, to }: AccountUsageRequest,
  ): Promise<readonly OperationCount[]> {
    const rows = await this.dataSource.query<{ start: Date; operation: string; count: number }[]>(
      `SELECT start, operation, sum(requests::float8) AS count FROM ${countTable('operation', resolution)}
       WHERE ${ofAccount('$1')} AND start >= $2 AND start < $3 AND operation = ANY($4)
       GROUP BY start, operation ORDER BY start DESC, operation`,
      [accountId, new Date(from), new Date(to), operations],
    );
    return rows.map(({ start, operation, count }) => ({
      ...{ start: start.toISOString(), count },
      operation: operation === '' ? null : operation,
    }));
  }

  /** The operations or networks that were asked for or from most, the most frequent first. */
  async top(by: CountedBy, request: AccountUsageRequest, limit: number): Promise<readonly NamedUsage[]> {
    const columns = `code, ${by}, requests::float8 AS requests`;
    const { source, values } = rowsOf(by, request, {
      columns,
      of: ofAccount('$1'),
      weeks: { table: weekTable(by), columns },
    });
    const rows = await this.dataSource.query<(Total & { name: string })[]>(
      `SELECT ${by} AS name, ${acceptedAndRefused('requests')} FROM ${source}
       GROUP BY ${by} ORDER BY sum(requests) DESC, ${by} LIMIT $2`,
      [request.accountId, limit, ...values],
    );
    return rows.map(({ name, ...total }) => ({ name: name === '' ? null : name, ...total }));
  }

  /** The keys that were used or tried most. */
  async topKeys(request: AccountUsageRequest, limit: number): Promise<readonly KeyTotal[]> {
    const { source, values } = rowsOf('operation', request, {
      columns: `key_id, ${acceptedOrRefused}`,
      of: `account_id = $1 AND ${ofSingleKeys}`,
      weeks: { table: keyWeekTable, columns: 'key_id, accepted::float8, refused::float8' },
    });
    return this.dataSource.query<KeyTotal[]>(
      `SELECT total.key_id AS "keyId", k.name, total.accepted, total.refused FROM (
         SELECT key_id, sum(accepted) AS accepted, sum(refused) AS refused FROM ${source}
         GROUP BY key_id ORDER BY sum(accepted + refused) DESC, key_id LIMIT $2
       ) total LEFT JOIN read.key_directory k USING (key_id)
       ORDER BY total.accepted + total.refused DESC, key_id`,
      [request.accountId, limit, ...values],
    );
  }

  /** Requests with keys of the account that were revoked, expired or rotated, by origin, the most frequent first (XN-9). */
  async failedRequests(request: AccountUsageRequest, limit: number): Promise<readonly FailedRequests[]> {
    const { source, values } = rowsOf('network', request, {
      columns: 'key_id, code, network, requests',
      of: `account_id = $1 AND ${ofSingleKeys} AND ${endedKeys}`,
      weeks: null,
    });
    const rows = await this.dataSource.query<(FailedRequests & { network: string })[]>(
      `SELECT f.key_id AS "keyId", k.name, f.code, f.network, f.count FROM (
         SELECT key_id, code, network, sum(requests::float8) AS count FROM ${source}
         GROUP BY key_id, code, network ORDER BY count DESC, key_id, code, network LIMIT $2
       ) f LEFT JOIN read.key_directory k USING (key_id) ORDER BY f.count DESC, f.key_id, f.code, f.network`,
      [request.accountId, limit, ...values],
    );
    return rows.map((row) => ({ ...row, network: row.network === '' ? null : row.network }));
  }
}

interface WantedRows {
  /** SQL, of tables of counts. */
  readonly columns: string;
  /** SQL condition, on these and on `weeks`. */
  readonly of: string;
  /** What has the same by week; null: nothing has. */
  readonly weeks: { readonly table: string; readonly columns: string } | null;
}

/**
 * What covers the time with the fewest rows, as something to select from; its values are numbered from $3. As doubles, which
 * are exact for whatever can be counted: sums of bigints are numeric, and several times as slow.
 */
function rowsOf(by: CountedBy, request: AccountUsageRequest, { columns, of, weeks }: WantedRows) {
  const covered = weeks === null ? null : coveringWeeks(request);
  const rest = covered?.rest ?? coveringSpans(request);
  const spans = rest.map((span) => ({ ...span, table: countTable(by, span.resolution), columns }));
  const ofWeeks = weeks === null || covered?.weeks == null ? [] : [{ ...covered.weeks, ...weeks }];
  const all = [...spans, ...ofWeeks];
  const values = all.flatMap(({ from, to }) => [new Date(from), new Date(to)]);
  const parts = all.map(
    (each, n) =>
      `SELECT ${each.columns} FROM ${each.table} WHERE ${of} AND start >= $${2 * n + 3} AND start < $${2 * n + 4}`,
  );
  return { source: `(${parts.join(' UNION ALL ')}) counts`, values };
}
