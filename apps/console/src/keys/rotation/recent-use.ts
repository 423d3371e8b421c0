import { useQuery } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client.js';

const hourMs = 3_600_000;
const refreshMs = 5_000;

/** Requests with the key in the last 24 hours, whatever came of them; kept up to date. */
export function useRecentUse(id: string) {
  return useQuery({
    queryKey: ['keys', 'recent-use', id],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - 24 * hourMs).toISOString();
      const answer = await answerOf(
        api.GET('/v1/keys/{id}/usage', { params: { path: { id }, query: { from } }, signal }),
      );
      return countsOf(answer.items);
    },
    refetchInterval: refreshMs,
  });
}

export interface RecentUse {
  readonly accepted: number;
  readonly refused: number;
}

export function countsOf(items: readonly Pick<Schemas['UsageCount'], 'code' | 'count'>[]): RecentUse {
  const sum = (wanted: (code: string) => boolean) =>
    items.filter(({ code }) => wanted(code)).reduce((total, { count }) => total + count, 0);
  return { accepted: sum((code) => code === 'VALID'), refused: sum((code) => code !== 'VALID') };
}

/** How much of what was accepted came with the new key, 0 to 1; null: nothing was accepted. */
export function movedShare(old: RecentUse, successor: RecentUse): number | null {
  const total = old.accepted + successor.accepted;
  return total === 0 ? null : successor.accepted / total;
}
