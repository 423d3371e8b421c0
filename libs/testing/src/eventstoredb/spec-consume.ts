import type {
  PersistentSubscriptionToStream,
  PersistentSubscriptionToStreamResolvedEvent,
} from '@eventstore/db-client';

export type Item = PersistentSubscriptionToStreamResolvedEvent;

/** Takes what comes, answering by `answer`; says what came: stream, revision, retry count. */
export function consume(
  subscription: PersistentSubscriptionToStream,
  answer: (item: Item) => Promise<void> = (item) => subscription.ack(item),
) {
  const seen = { came: [] as string[], error: undefined as unknown };
  subscription.on('data', (item: Item) => {
    seen.came.push(`${item.event?.streamId} ${item.event?.revision} ${item.retryCount}`);
    void answer(item);
  });
  subscription.on('error', (error) => (seen.error = error));
  return seen;
}
