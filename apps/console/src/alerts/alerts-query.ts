import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';
import { freshness } from '../api/freshness.js';
import { type AlertSearch, alertQueryOf } from './alert-search.js';

const perPage = 50;
const refreshMs = 10_000;
/** Of what stands beside every page. */
const countRefreshMs = 30_000;

/** A page of the inbox, kept up to date. */
export function useAlerts(account: string, search: AlertSearch) {
  return useQuery({
    queryKey: ['alerts', account, search],
    queryFn: ({ signal }) => {
      const query = { ...alertQueryOf(search), limit: perPage, ...freshness() };
      return answerOf(
        api.GET('/v1/accounts/{account}/alerts', { params: { path: { account }, query }, signal }),
      );
    },
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
}

export function useAlert(account: string, alert: string) {
  return useQuery({
    queryKey: ['alerts', account, 'one', alert],
    queryFn: ({ signal }) => {
      const params = { path: { account, alert }, query: freshness() };
      return answerOf(api.GET('/v1/accounts/{account}/alerts/{alert}', { params, signal }));
    },
    refetchInterval: refreshMs,
  });
}

export function useMutes(account: string) {
  return useQuery({
    queryKey: ['alerts', account, 'mutes'],
    queryFn: ({ signal }) => {
      const params = { path: { account }, query: freshness() };
      return answerOf(api.GET('/v1/accounts/{account}/alert-mutes', { params, signal }));
    },
  });
}

/** As many as are counted one by one. */
const countedMax = 100;

export interface OpenAlerts {
  readonly count: number;
  /** There are more than are counted. */
  readonly more: boolean;
}

/** How many alerts nobody looks at yet. */
export function useOpenAlerts(account: string) {
  return useQuery({
    queryKey: ['alerts', account, 'open-count'],
    queryFn: async ({ signal }): Promise<OpenAlerts> => {
      const query = { status: 'open', limit: countedMax, ...freshness() } as const;
      const params = { path: { account }, query };
      const page = await answerOf(api.GET('/v1/accounts/{account}/alerts', { params, signal }));
      return { count: page.items.length, more: page.nextCursor !== null };
    },
    refetchInterval: countRefreshMs,
  });
}
