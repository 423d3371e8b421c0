import { hash } from 'node:crypto';
import { digestOf } from '@keyledger/composition';
import type { ExistingKey, OpenAccountState } from '@keyledger/domain';
import { findKeysByDigest, verification } from '@keyledger/read-models';
import { type KeyQuestion, type Verdict, VerificationIndex, checkKey } from '@keyledger/verification';
import type pg from 'pg';
import { orProblem } from '../http/answers.js';
import type { ReadModelGate } from '../http/read-model-gate.js';
import type { FoundKey, Ledger } from '../ledger/ledger.js';
import { accountRow, keyRow } from './index-rows.js';

export interface CheckedKey {
  readonly verdict: Verdict;
  /** The key that the verdict is on, and its account; null: on none. */
  readonly known: { readonly key: ExistingKey; readonly account: OpenAccountState } | null;
}

/**
 * Verdicts on values of keys that this process keeps no index of: by the verifiers' own rules, on the states that the
 * log has right now. For management, which asks seldom: each question reads the database and the log.
 */
export class KeysByValue {
  constructor(
    private readonly pool: pg.Pool,
    private readonly ledger: Ledger,
    private readonly gate: ReadModelGate,
  ) {}

  /**
   * `at` in epoch milliseconds. Never as of earlier than it was asked: rejects where the log or the database is away.
   *
   * @throws ProblemError READ_MODEL_BEHIND, where nothing can be said of a value that may just have been made
   */
  async check(question: KeyQuestion, at: number): Promise<CheckedKey> {
    const keys = await this.find(question);
    const accountIds = [...new Set(keys.map(({ state }) => state.accountId))];
    const found = await Promise.all(accountIds.map((accountId) => this.ledger.findAccount(accountId)));
    const accounts = found.filter((account) => account !== null).map(({ state }) => state);
    const index = new VerificationIndex();
    for (const account of accounts) index.applyRow(accountRow(account));
    for (const key of keys) index.applyRow(keyRow(key));
    const verdict = checkKey(index, question, at, digestOf);
    const key = keys.find(({ state }) => state.keyId === verdict.keyId)?.state;
    const account = accounts.find(({ accountId }) => accountId === verdict.accountId);
    return { verdict, known: key === undefined || account === undefined ? null : { key, account } };
  }

  /** The ids of a value's keys never change, so that they may be as old as they like; that there are none may not. */
  private async find(question: KeyQuestion): Promise<readonly FoundKey[]> {
    const keyIds = await this.idsOf(question);
    if (keyIds.length > 0) return this.statesOf(keyIds);
    orProblem(await this.gate.refusalUnlessCurrent(verification, this.ledger.eventLog));
    return this.statesOf(await this.idsOf(question));
  }

  private async idsOf({ key, accountId }: KeyQuestion): Promise<readonly string[]> {
    return findKeysByDigest(this.pool, hash('sha256', key, 'base64url'), accountId);
  }

  private async statesOf(keyIds: readonly string[]): Promise<readonly FoundKey[]> {
    const keys = await Promise.all(keyIds.map((keyId) => this.ledger.findKey(keyId)));
    return keys.filter((key) => key !== null);
  }
}
