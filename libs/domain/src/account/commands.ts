import type { Reason } from '../reason.js';

interface AccountCommandBase {
  /** The account's slug. */
  readonly accountId: string;
  /** When the command was received, epoch milliseconds. */
  readonly at: number;
}

export interface OpenAccount extends AccountCommandBase {
  readonly type: 'OpenAccount';
  readonly name: string;
  /** Set by Keyledger's own first start alone: lets it open the account `system`. */
  readonly reserved?: boolean;
}

export interface DisableApiAccess extends AccountCommandBase, Reason {
  readonly type: 'DisableApiAccess';
}

export interface EnableApiAccess extends AccountCommandBase {
  readonly type: 'EnableApiAccess';
  readonly comment: string | null;
}

export type AccountCommand = OpenAccount | DisableApiAccess | EnableApiAccess;
