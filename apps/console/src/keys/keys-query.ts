import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';
import { freshness } from '../api/freshness.js';
import type { KeySearch } from './key-search.js';

const perPage = 50;

export function useKeys(account: string, search: KeySearch) {
  return useQuery({
    queryKey: ['keys', account, search],
    queryFn: ({ signal }) => {
      const { tag, ...rest } = search;
      const query = { ...rest, ...(tag && { tag: [...tag] }), limit: perPage, ...freshness() };
      return answerOf(
        api.GET('/v1/accounts/{account}/keys', { params: { path: { account }, query }, signal }),
      );
    },
    placeholderData: keepPreviousData,
  });
}
