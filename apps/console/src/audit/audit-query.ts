import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../api/client.js';
import { freshness } from '../api/freshness.js';
import { withoutAbsent } from '../shell/search-params.js';
import type { AuditSearch } from './audit-search.js';

const perPage = 50;

/** @param account null: of all accounts that the signed-in key sees */
export function useAudit(account: string | null, search: AuditSearch) {
  return useQuery({
    queryKey: ['audit', account, search],
    queryFn: ({ signal }) => auditPage({ account, search, limit: perPage, signal }),
    placeholderData: keepPreviousData,
  });
}

const perRequest = 200;
/** More than this belongs into a script that reads the API. */
export const exportedMax = 10_000;

export interface Export {
  readonly entries: readonly Schemas['AuditEntry'][];
  /** Whether the filters let more through than were taken. */
  readonly cut: boolean;
}

/** All entries that the filters let through, from the newest, up to a bound. */
export async function entriesToExport(account: string | null, search: AuditSearch): Promise<Export> {
  const entries: Schemas['AuditEntry'][] = [];
  let cursor: string | null = null;
  do {
    const next: AuditSearch = withoutAbsent({ ...search, cursor: cursor ?? undefined });
    const page: Schemas['AuditPage'] = await auditPage({ account, search: next, limit: perRequest });
    entries.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && entries.length < exportedMax);
  return { entries, cut: cursor !== null };
}

interface Wanted {
  readonly account: string | null;
  readonly search: AuditSearch;
  readonly limit: number;
  readonly signal?: AbortSignal;
}

function auditPage({ account, search, limit, signal }: Wanted) {
  const query = { ...search, ...(account !== null && { account }), limit, ...freshness() };
  return answerOf(api.GET('/v1/audit', { params: { query }, ...(signal && { signal }) }));
}
