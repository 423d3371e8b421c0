import type { ReviewAnswer } from '@keyledger/contracts';
import { createdByUserAttribute } from '@keyledger/read-models';
import { csvRecord } from './csv.js';

type ItemAnswer = ReviewAnswer['items'][number];

/** Lists in one cell: nothing in them has a space. */
const columns: Readonly<
  Record<string, (item: ItemAnswer) => string | number | null | readonly (string | null)[]>
> = {
  key_id: ({ key }) => key.id,
  name: ({ key }) => key.name,
  status: ({ key }) => key.status,
  revision: ({ key }) => key.revision,
  owner: ({ key }) => key.owner,
  created_by: ({ key }) => key.createdBy,
  created_by_user: ({ key }) => key.attributes[createdByUserAttribute] ?? null,
  environment: ({ key }) => key.environment,
  created_at: ({ key }) => key.createdAt,
  age_days: ({ ageDays }) => ageDays,
  last_used_at: ({ key }) => key.lastUsed?.at ?? null,
  expires_at: ({ key }) => key.expiresAt,
  findings: ({ findings }) => findings,
  scopes: ({ key }) => key.scopes,
  used_operations: ({ usedOperations }) => usedOperations.map(({ operation }) => operation),
  unused_scopes: ({ unusedScopes }) => unusedScopes,
  addresses_enforced: ({ key }) => String(key.ipAllowlist.enforced),
  addresses: ({ key }) => key.ipAllowlist.entries,
  used_networks: ({ usedNetworks }) => usedNetworks.map(({ network }) => network),
  unused_addresses: ({ unusedAddresses }) => unusedAddresses,
  shared_networks: ({ sharedNetworks }) => sharedNetworks,
  proposed_scopes: ({ proposal }) => proposal?.scopes ?? null,
  proposed_addresses: ({ proposal }) => proposal?.ipAllowlist?.entries ?? null,
  proposed_expiry: ({ proposal }) => proposal?.expiresAt ?? null,
  proposed_revocation: ({ proposal }) => String(proposal?.revoke ?? false),
};

export const reviewCsvHead = csvRecord(Object.keys(columns));

export function reviewCsvRecord(item: ItemAnswer): string {
  return csvRecord(
    Object.values(columns).map((column) => {
      const value = column(item);
      if (value === null) return '';
      return typeof value === 'object' ? value.filter((each) => each !== null).join(' ') : String(value);
    }),
  );
}
