import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';
import { freshness } from '../api/freshness.js';

/** Tags that the account's keys carry, the most frequent first; none while they are not known. */
export function useTags(account: string): string[] {
  const tags = useQuery({
    queryKey: ['keys', 'tags', account],
    queryFn: ({ signal }) => {
      const params = { path: { account }, query: freshness() };
      return answerOf(api.GET('/v1/accounts/{account}/tags', { params, signal }));
    },
  });
  return (tags.data?.items ?? []).map(({ tag }) => tag);
}
