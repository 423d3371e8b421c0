import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';
import { freshness } from '../api/freshness.js';

/** @param wanted false: it is not asked for */
export function useKey(id: string, wanted = true) {
  return useQuery({
    queryKey: ['keys', 'one', id],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/keys/{id}', { params: { path: { id }, query: freshness() }, signal })),
    enabled: wanted,
  });
}
