import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';
import { type RangeId, periodOf, ranges } from './ranges.js';

/** How the keys of an account are used, kept up to date. */
export function useAccountUsage(account: string, range: RangeId) {
  return useQuery({
    queryKey: ['usage', account, range],
    queryFn: ({ signal }) => {
      const params = { path: { account }, query: periodOf(range, Date.now()) };
      return answerOf(api.GET('/v1/accounts/{account}/usage', { params, signal }));
    },
    refetchInterval: ranges[range].refreshMs,
    placeholderData: keepPreviousData,
  });
}

/** Requests with keys that have ended. */
export function useFailedRequests(account: string, range: RangeId) {
  return useQuery({
    queryKey: ['usage', 'failed', account, range],
    queryFn: ({ signal }) => {
      const params = { path: { account }, query: periodOf(range, Date.now()) };
      return answerOf(api.GET('/v1/accounts/{account}/failed-requests', { params, signal }));
    },
    refetchInterval: ranges[range].refreshMs,
    placeholderData: keepPreviousData,
  });
}
