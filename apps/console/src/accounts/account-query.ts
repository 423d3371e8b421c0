import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';
import { freshness } from '../api/freshness.js';

export function useAccount(account: string) {
  return useQuery({
    queryKey: ['accounts', account],
    queryFn: ({ signal }) => {
      const params = { path: { account }, query: freshness() };
      return answerOf(api.GET('/v1/accounts/{account}', { params, signal }));
    },
  });
}
