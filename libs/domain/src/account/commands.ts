import type { AlertCommand } from '../alerts/alert-commands.js';
import type { Reason } from '../reason.js';
import type { CatalogueDefinition } from './catalogue-definition.js';
import type { WebhookCommand } from '../webhooks/webhook-commands.js';
import type { UsageAddresses } from './usage-addresses.js';
import type { WhenStale } from './when-stale.js';

interface AccountCommandBase {
  /** The account's slug. */
  readonly accountId: string;
  /** When the command was received, epoch milliseconds. */
  readonly at: number;
}

export interface OpenAccount extends AccountCommandBase {
  readonly type: 'OpenAccount';
  readonly name: string;
  readonly profile: string;
  readonly email: string | null;
  /** Set by Keyledger's own first start alone: lets it open the account `system`. */
  readonly reserved?: boolean;
}

/** What is absent stays; null clears. */
export interface DescribeAccount extends AccountCommandBase {
  readonly type: 'DescribeAccount';
  readonly name?: string;
  readonly email?: string | null;
  readonly whenStale?: WhenStale;
  readonly usageAddresses?: UsageAddresses;
}

export interface ChooseProfile extends AccountCommandBase {
  readonly type: 'ChooseProfile';
  readonly profile: string;
  /** Keys of the account that may still be used, or may be again: they were made in the old profile's format. */
  readonly liveKeys: number;
}

export interface DefineCatalogue extends AccountCommandBase {
  readonly type: 'DefineCatalogue';
  readonly catalogue: CatalogueDefinition;
}

export interface DisableApiAccess extends AccountCommandBase, Reason {
  readonly type: 'DisableApiAccess';
}

export interface EnableApiAccess extends AccountCommandBase {
  readonly type: 'EnableApiAccess';
  readonly comment: string | null;
}

export type AccountCommand =
  | OpenAccount
  | DescribeAccount
  | ChooseProfile
  | DefineCatalogue
  | DisableApiAccess
  | EnableApiAccess
  | AlertCommand
  | WebhookCommand;
