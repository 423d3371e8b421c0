import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client.js';

export type Webhook = Schemas['Webhook'];
export type DeliveryStatus = Schemas['WebhookDeliveryStatus'];

export function useWebhooks(account: string) {
  return useQuery({
    queryKey: ['webhooks', account],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/accounts/{account}/webhooks', { params: { path: { account } }, signal })),
  });
}

const perPage = 50;
/** What is under way changes by itself. */
const refreshEveryMs = 3_000;

export function useDeliveries(
  { account, id }: Webhook,
  { status, cursor }: { readonly status?: DeliveryStatus; readonly cursor?: string },
) {
  return useQuery({
    queryKey: ['webhooks', account, id, 'deliveries', status, cursor],
    queryFn: ({ signal }) => {
      const query = { limit: perPage, ...(status && { status }), ...(cursor && { cursor }) };
      const params = { path: { account, webhook: id }, query };
      return answerOf(api.GET('/v1/accounts/{account}/webhooks/{webhook}/deliveries', { params, signal }));
    },
    refetchInterval: refreshEveryMs,
  });
}

/** A change of webhooks; whatever is shown of them is asked for again after it. */
export function useWebhookChange<Wanted, Answer>(
  send: (wanted: Wanted) => Promise<Answer>,
  onDone: (answer: Answer) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: ['webhooks'] });
      onDone(answer);
    },
  });
}
