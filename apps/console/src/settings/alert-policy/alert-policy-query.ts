import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.js';
import type { RulePolicies } from './rule-policies.js';

/** What the account wants of the rules that watch its keys. */
export function useAlertPolicy(account: string) {
  return useQuery({
    queryKey: ['alerts', 'policy', account],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/accounts/{account}/alert-policy', { params: { path: { account } }, signal })),
  });
}

export function useChangingPolicy(account: string, onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (rules: RulePolicies) => {
      const params = { path: { account } };
      return answerOf(api.PUT('/v1/accounts/{account}/alert-policy', { params, body: { rules } }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['alerts', 'policy', account] });
      onDone();
    },
  });
}
