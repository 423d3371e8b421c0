import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.js';
import { type RangeId, periodOf, ranges } from '../ranges.js';
import type { Dimension } from './key-usage.js';

const activityRefreshMs = 5_000;

/** How a key is used, kept up to date, with the time that it is of. */
export function useKeyUsage(id: string, range: RangeId, by: Dimension) {
  return useQuery({
    queryKey: ['usage', 'key', id, range, by],
    queryFn: async ({ signal }) => {
      const period = periodOf(range, Date.now());
      const params = { path: { id }, query: { ...period, by } };
      const answer = await answerOf(api.GET('/v1/keys/{id}/usage', { params, signal }));
      return { period, by, ...answer };
    },
    refetchInterval: ranges[range].refreshMs,
    placeholderData: keepPreviousData,
  });
}

/** The last requests with a key, kept up to date. */
export function useKeyActivity(id: string) {
  return useQuery({
    queryKey: ['usage', 'activity', id],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/keys/{id}/activity', { params: { path: { id } }, signal })),
    refetchInterval: activityRefreshMs,
  });
}
