import { type CatalogueDefinition, systemCatalogue } from '@keyledger/domain';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerWithHeaders, api } from '../api/client.js';
import { entityTagOf } from '../api/entity-tag.js';

const systemAccount = 'system';

/** What the account's API does, and the tag to change it at. */
export interface TaggedCatalogue {
  /** Null: it has not said. */
  readonly definition: CatalogueDefinition | null;
  /** Absent: it cannot be changed. */
  readonly etag?: string;
}

/** What the account's API does; null: it has not said. */
export function useCatalogue(account: string) {
  return useQuery({ ...catalogueQuery(account), select: ({ definition }) => definition });
}

export function useTaggedCatalogue(account: string) {
  return useQuery(catalogueQuery(account));
}

function catalogueQuery(account: string) {
  return queryOptions({
    queryKey: ['catalogue', account],
    queryFn: async ({ signal }): Promise<TaggedCatalogue> => {
      if (account === systemAccount) return { definition: ownCatalogue() };
      // A 404 would stand among the errors of the browser's console.
      const params = { path: { account }, query: { orEmpty: 'true' } } as const;
      const call = api.GET('/v1/accounts/{account}/catalogue', { params, signal });
      const { data, headers } = await answerWithHeaders(call);
      return { definition: data.operations.length === 0 ? null : data, etag: entityTagOf(headers) };
    },
  });
}

/** Keyledger's own operations, which the keys of its admins hold scopes on. */
function ownCatalogue(): CatalogueDefinition {
  const operations = [...systemCatalogue].map(([name, { access }]) => ({
    name,
    access,
    summary: null,
    routes: [],
  }));
  return { operations, groups: [] };
}
