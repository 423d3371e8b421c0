import { type CatalogueDefinition, systemCatalogue } from '@keyledger/domain';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';

const systemAccount = 'system';

/** What the account's API does; null: it has not said. */
export function useCatalogue(account: string) {
  return useQuery({
    queryKey: ['catalogue', account],
    queryFn: async ({ signal }): Promise<CatalogueDefinition | null> => {
      if (account === systemAccount) return ownCatalogue();
      // A 404 would stand among the errors of the browser's console.
      const params = { path: { account }, query: { orEmpty: 'true' } } as const;
      const told = await answerOf(api.GET('/v1/accounts/{account}/catalogue', { params, signal }));
      return told.operations.length === 0 ? null : told;
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
