import { useQueryClient } from '@tanstack/react-query';
import { useAccount } from '../../accounts/account-query.js';
import type { Schemas } from '../../api/client.js';
import { entityTagOfRevision } from '../../api/entity-tag.js';
import { type ChangeAtRevision, useChangeAtRevision } from '../../api/use-change-at-revision.js';

type Account = Schemas['Account'];

export type AccountChange<Wanted> = ChangeAtRevision<Account, Wanted>;

interface AccountChangeParts<Wanted, Answer> {
  /** Sends what is wanted, at the revision that was seen. */
  readonly send: (ifMatch: { readonly 'If-Match': string }, wanted: Wanted) => Promise<Answer>;
  readonly onDone: (answer: Answer, wanted: Wanted) => void;
  /** What the change has made of the account, where the form goes on from there. */
  readonly after?: (wanted: Wanted, before: Account) => Account;
}

/** A change of an account's settings; whatever is shown of accounts is asked for again after it. */
export function useAccountChange<Wanted, Answer extends { readonly revision: number }>(
  item: Account,
  { send, onDone, after = (_wanted, before) => before }: AccountChangeParts<Wanted, Answer>,
): AccountChange<Wanted> {
  const queries = useQueryClient();
  const { data: newest } = useAccount(item.id);
  return useChangeAtRevision({
    item,
    newest,
    send: async (wanted: Wanted, { revision }) => {
      return { answer: await send({ 'If-Match': entityTagOfRevision(revision) }, wanted), wanted };
    },
    after: ({ answer: { revision }, wanted }, before) => ({ ...after(wanted, before), revision }),
    onDone: async ({ answer, wanted }) => {
      await queries.invalidateQueries({ queryKey: ['accounts'] });
      onDone(answer, wanted);
    },
    reload: () => queries.invalidateQueries({ queryKey: ['accounts', item.id] }),
  });
}
