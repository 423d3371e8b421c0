import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';

const refreshEveryMs = 2_000;

/** The register of verifiers, asked for again and again while the page is looked at. */
export function useVerifiers() {
  return useQuery({
    queryKey: ['verifiers'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/verifiers', { signal })),
    refetchInterval: refreshEveryMs,
  });
}
