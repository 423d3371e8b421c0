import {
  type SystemOperation,
  decidingSystemScope,
  systemCatalogue,
  systemNamespace,
} from '@keyledger/domain';
import { type Holder, narrowedTo } from './access.js';

export interface AllowedOperations {
  /** On every account. */
  readonly everywhere: readonly SystemOperation[];
  /** What is allowed on single accounts besides. */
  readonly accounts: readonly { readonly id: string; readonly operations: readonly SystemOperation[] }[];
}

const operations = [...systemCatalogue.keys()].map(
  (name) => name.slice(systemNamespace.length + 1) as SystemOperation,
);

/** Which of Keyledger's operations scopes allow, so that a page shows nothing that would be refused. */
export function allowedOperations(holder: Holder): AllowedOperations {
  const allowedOn = (accountId: string | null) =>
    operations.filter((operation) => decidingSystemScope(holder.scopes, operation, accountId) !== null);
  const everywhere = allowedOn(null);
  const accounts = narrowedTo(holder).map((id) => ({
    id,
    operations: allowedOn(id).filter((operation) => !everywhere.includes(operation)),
  }));
  return { everywhere, accounts };
}
