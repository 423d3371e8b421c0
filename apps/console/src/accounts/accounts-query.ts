import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';
import { freshness } from '../api/freshness.js';

const shownMax = 200;

/** Accounts that the signed-in key sees; the first of them where there are very many. */
export function useAccounts() {
  return useQuery({
    queryKey: ['accounts'],
    queryFn: async ({ signal }) => {
      const query = { limit: shownMax, ...freshness() };
      return (await answerOf(api.GET('/v1/accounts', { params: { query }, signal }))).items;
    },
  });
}
