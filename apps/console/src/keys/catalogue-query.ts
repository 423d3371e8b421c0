import { type CatalogueDefinition, systemCatalogue } from '@keyledger/domain';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';

const systemAccount = 'system';

/** What the account's API does; null: it has not said. */
export function useCatalogue(account: string) {
  return useQuery({
    queryKey: ['catalogue', account],
    queryFn: async ({ signal }): Promise<CatalogueDefinition | null> => {
      if (account === systemAccount) return ownCatalogue();
      try {
        const params = { path: { account } };
        return await answerOf(api.GET('/v1/accounts/{account}/catalogue', { params, signal }));
      } catch (error) {
        if (error instanceof ApiProblem && error.code === 'CATALOGUE_NOT_FOUND') return null;
        throw error;
      }
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
