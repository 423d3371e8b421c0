import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, answerWithHeaders, api, type Schemas } from '../../api/client.js';
import { entityTagOf, entityTagOfRevision } from '../../api/entity-tag.js';
import { type ChangeAtRevision, useChangeAtRevision } from '../../api/use-change-at-revision.js';
import type { RulePolicies } from './rule-policies.js';

/** The policy, and the tag to change it at. */
export interface TaggedPolicy extends Readonly<Schemas['AlertPolicy']> {
  readonly etag: string;
}

/** What the account wants of the rules that watch its keys. */
export function useAlertPolicy(account: string) {
  return useQuery({
    queryKey: ['alerts', 'policy', account],
    queryFn: async ({ signal }): Promise<TaggedPolicy> => {
      const params = { path: { account } };
      const call = api.GET('/v1/accounts/{account}/alert-policy', { params, signal });
      const { data, headers } = await answerWithHeaders(call);
      return { ...data, etag: entityTagOf(headers) };
    },
  });
}

export type PolicyChange = ChangeAtRevision<TaggedPolicy, RulePolicies>;

/** A change of the whole policy, at the revision that was seen. */
export function useChangingPolicy(
  account: string,
  policy: TaggedPolicy,
  onDone: (rules: RulePolicies) => void,
): PolicyChange {
  const queries = useQueryClient();
  const { data: newest } = useAlertPolicy(account);
  const reload = () => queries.invalidateQueries({ queryKey: ['alerts', 'policy', account] });
  return useChangeAtRevision({
    item: policy,
    newest,
    send: async (rules: RulePolicies, { etag }) => {
      const params = { path: { account }, header: { 'If-Match': etag } };
      const call = api.PUT('/v1/accounts/{account}/alert-policy', { params, body: { rules } });
      return { rules, etag: entityTagOfRevision((await answerOf(call)).revision) };
    },
    after: (saved, before) => ({ ...before, ...saved }),
    onDone: async ({ rules }) => {
      await reload();
      onDone(rules);
    },
    reload,
  });
}
