import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../api/client.js';
import { freshness } from '../api/freshness.js';
import type { ReviewSearch } from './review-search.js';

const perPage = 50;

export function useReview(account: string, search: ReviewSearch) {
  return useQuery({
    queryKey: ['review', account, search],
    queryFn: async ({ signal }) => {
      const params = { path: { account }, query: { ...search, limit: perPage, ...freshness() } };
      const answer = await answerOf(api.GET('/v1/accounts/{account}/review', { params, signal }));
      return answer as Schemas['Review']; // a text where CSV is asked for alone
    },
    placeholderData: keepPreviousData,
  });
}

export function useReviewSummary(account: string) {
  return useQuery({
    queryKey: ['review', account, 'summary'],
    queryFn: ({ signal }) => {
      const params = { path: { account }, query: freshness() };
      return answerOf(api.GET('/v1/accounts/{account}/review/summary', { params, signal }));
    },
  });
}

/** All keys of the view as CSV, as the server writes it. */
export async function reviewAsCsv(account: string, { finding }: ReviewSearch): Promise<string> {
  const query = { ...(finding !== undefined && { finding }), format: 'csv', ...freshness() } as const;
  const params = { path: { account }, query };
  const csv: unknown = await answerOf(api.GET('/v1/accounts/{account}/review', { params, parseAs: 'text' }));
  return String(csv);
}

/** Applies parts of what is proposed for keys of one account, each at the revision that was shown; one that is refused stops no other. */
export function useApplying(account: string, onDone: (answer: Schemas['ReviewApplied']) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (proposals: readonly Schemas['WantedProposal'][]) => {
      const params = { path: { account }, header: { Prefer: 'wait=0' } };
      const body = { proposals: [...proposals] };
      return answerOf(api.POST('/v1/accounts/{account}/review/apply', { params, body }));
    },
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: ['review', account] });
      await queries.invalidateQueries({ queryKey: ['keys'] });
      onDone(answer);
    },
  });
}
