import { type AlertEvidence, type AlertRule, type AlertSeverity, alertSeverities } from '@keyledger/domain';
import type { Signal } from '@keyledger/usage';
import type pg from 'pg';
import { timed } from '../key-usage/timed-query.js';
import * as sql from './statements.js';

/** What a rule has seen of a key since its last alert was resolved, and what has become of it. */
export interface SignalGroup {
  readonly accountId: string;
  readonly rule: AlertRule;
  readonly keyId: string | null;
  /** Of the alert that it is, or will be. */
  readonly alertId: string;
  /** The worst since it was last decided on. */
  readonly severity: AlertSeverity;
  readonly signals: number;
  /** How many of them have been decided on. */
  readonly decided: number;
  /** ISO 8601 UTC with milliseconds. */
  readonly firstTime: string;
  readonly lastTime: string;
  readonly evidence: AlertEvidence;
}

type Querying = Pick<pg.PoolClient, 'query'>;

/** Adds signals to their groups, in whatever transaction the client is in. */
export async function addSignals(client: Querying, signals: readonly Signal[]): Promise<void> {
  if (signals.length === 0) return;
  const added = [...grouped(signals).values()];
  const columns = [
    added.map(({ last }) => last.accountId),
    added.map(({ last }) => last.rule),
    added.map(({ last }) => last.keyId ?? ''),
    added.map(({ severity }) => severity),
    added.map(({ count }) => count),
    added.map(({ firstTime }) => firstTime),
    added.map(({ last }) => last.time),
    added.map(({ last }) => JSON.stringify(last.evidence)),
  ];
  await client.query(timed(sql.addSignals, columns));
}

interface Added {
  readonly last: Signal;
  readonly firstTime: string;
  readonly severity: number;
  readonly count: number;
}

function grouped(signals: readonly Signal[]): ReadonlyMap<string, Added> {
  const groups = new Map<string, Added>();
  for (const signal of signals) {
    const { accountId, rule, keyId, time } = signal;
    const id = JSON.stringify([accountId, rule, keyId]);
    const { last = signal, firstTime = time, severity = 0, count = 0 } = groups.get(id) ?? {};
    groups.set(id, {
      last: time >= last.time ? signal : last,
      firstTime: time < firstTime ? time : firstTime,
      severity: Math.max(severity, alertSeverities.indexOf(signal.severity)),
      count: count + 1,
    });
  }
  return groups;
}

interface GroupRow {
  readonly accountId: string;
  readonly rule: AlertRule;
  readonly keyId: string;
  readonly alertId: string;
  readonly severity: number;
  readonly signals: string | bigint;
  readonly decided: string | bigint;
  readonly firstTime: Date;
  readonly lastTime: Date;
  readonly evidence: AlertEvidence;
}

/** Groups with signals that have not been decided on, or that an alert has not told for as long as it may. */
export async function waitingGroups(
  pool: Querying,
  { decidedBefore, groupsMax }: { readonly decidedBefore: number; readonly groupsMax: number },
): Promise<readonly SignalGroup[]> {
  const { rows } = await pool.query<GroupRow>(
    timed(sql.readWaitingGroups, [new Date(decidedBefore), groupsMax]),
  );
  return rows.map((row) => ({
    ...row,
    keyId: row.keyId === '' ? null : row.keyId,
    severity: alertSeverities[row.severity] ?? 'critical',
    signals: Number(row.signals),
    decided: Number(row.decided),
    firstTime: row.firstTime.toISOString(),
    lastTime: row.lastTime.toISOString(),
  }));
}

/** All the signals of the group have been decided on; `recorded` of them are told by the open alert. */
export async function noteDecision(
  pool: Querying,
  group: SignalGroup,
  { recorded, at }: { readonly recorded: number; readonly at: number },
): Promise<void> {
  const told = Math.min(recorded, group.signals);
  await pool.query(timed(sql.noteDecision, [...placeOf(group), group.signals, told, new Date(at)]));
}

/** So many of the group's signals are done with; what is left, and what comes, is another alert's. */
export async function beginAnew(pool: Querying, group: SignalGroup, done: number): Promise<void> {
  const place = placeOf(group);
  await pool.query(timed(sql.beginAnew, [...place, done]));
  await pool.query(timed(sql.forgetEmptyGroup, place.slice(0, 3)));
}

function placeOf({ accountId, rule, keyId, alertId }: SignalGroup): unknown[] {
  return [accountId, rule, keyId ?? '', alertId];
}
