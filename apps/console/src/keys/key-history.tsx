import { Button, Group, Text, Timeline } from '@mantine/core';
import { isKeyId } from '@keyledger/domain';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../api/client.js';
import { freshness } from '../api/freshness.js';
import { ErrorState } from '../components/error-state.js';
import { PageAnchor } from '../components/links.js';
import { LoadingState } from '../components/loading-state.js';
import { Time } from '../components/time.js';
import { useKnownText } from '../i18n/use-known-text.js';
import { useMay } from '../session/use-session.js';
import type { KeySectionProps } from './key-section-props.js';

const perPage = 30;

/** What has happened to the key, from its creation on. */
export function KeyHistory({ item }: KeySectionProps) {
  const { t } = useTranslation('keys');
  const history = useHistory(item.id);
  if (history.data === undefined) {
    return history.error === null ? (
      <LoadingState />
    ) : (
      <ErrorState error={history.error} onRetry={() => void history.refetch()} />
    );
  }
  return (
    <>
      <Timeline bulletSize={14} lineWidth={2}>
        {history.data.pages
          .flatMap(({ items }) => items)
          .map((entry) => (
            <HistoryEntry key={entry.id} entry={entry} />
          ))}
      </Timeline>
      {history.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('history.more')}
        </Button>
      )}
    </>
  );
}

function HistoryEntry({ entry }: { readonly entry: Schemas['AuditEntry'] }) {
  const knownText = useKnownText('keys');
  const title = knownText(`event.${entry.type}`) ?? entry.type;
  return (
    <Timeline.Item title={<Text size="sm">{title}</Text>}>
      {entry.reason !== null && (
        <Text size="sm">
          {knownText(`reason.${entry.reason}`) ?? entry.reason}
          {entry.comment !== null && `: ${entry.comment}`}
        </Text>
      )}
      <Group gap={6} c="dimmed" fz="xs">
        <Time value={entry.time} seconds />
        <span>·</span>
        <Actor actor={entry.actor} />
        {entry.clientAddress !== null && <span>· {entry.clientAddress}</span>}
      </Group>
    </Timeline.Item>
  );
}

/** Admins' keys are keys of the account `system`. */
function Actor({ actor }: { readonly actor: string }) {
  const may = useMay();
  if (!isKeyId(actor) || !may('GetKey', 'system')) return <span>{actor}</span>;
  return (
    <PageAnchor
      to="/accounts/$account/keys/$key"
      params={{ account: 'system', key: actor }}
      fz="xs"
      c="dimmed"
      underline="always"
    >
      {actor}
    </PageAnchor>
  );
}

function useHistory(id: string) {
  return useInfiniteQuery({
    queryKey: ['keys', 'history', id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: perPage, ...(pageParam !== undefined && { cursor: pageParam }), ...freshness() };
      return answerOf(api.GET('/v1/keys/{id}/history', { params: { path: { id }, query }, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}
