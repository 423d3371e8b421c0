import type { OpenAccountState } from '@keyledger/domain';
import type { AccountAnswer } from '@keyledger/contracts';
import type { AccountView } from '@keyledger/read-models';
import type { RequestMetadata } from '../http/request-metadata.js';
import type { Recorded } from '../ledger/ledger.js';

export function accountAnswer(view: AccountView): AccountAnswer {
  return {
    id: view.accountId,
    name: view.name,
    profile: view.profile,
    email: view.email,
    apiAccess: view.apiAccess,
    apiAccessChange: view.apiAccessChange,
    whenStale: view.whenStale,
    usageAddresses: view.usageAddresses,
    openedAt: view.openedAt,
    openedBy: view.openedBy,
    updatedAt: view.updatedAt,
    revision: view.revision,
  };
}

/** An account that was opened just now: the read model may not have it yet. */
export function newAccountAnswer(
  { state, revision }: Recorded<OpenAccountState>,
  { actor, time }: Pick<RequestMetadata, 'actor' | 'time'>,
): AccountAnswer {
  return {
    id: state.accountId,
    name: state.name,
    profile: state.profile,
    email: state.email,
    apiAccess: state.apiAccess,
    apiAccessChange: null,
    whenStale: state.whenStale,
    usageAddresses: state.usageAddresses,
    openedAt: time,
    openedBy: actor,
    updatedAt: time,
    revision,
  };
}
