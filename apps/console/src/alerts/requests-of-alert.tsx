import { ScrollArea, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../components/error-state.js';
import { PageAnchor } from '../components/links.js';
import { LoadingState } from '../components/loading-state.js';
import { SectionCard } from '../components/section-card.js';
import { useKeyActivity } from '../usage/of-key/key-usage-query.js';
import { RequestTable } from '../usage/requests/request-table.js';

const shownMax = 10;

interface RequestsOfAlertProps {
  readonly account: string;
  readonly keyId: string;
}

/** What the key does now, beside what was seen of it. */
export function RequestsOfAlert({ account, keyId }: RequestsOfAlertProps) {
  const { t } = useTranslation('alerts');
  const { data, error, refetch } = useKeyActivity(keyId);
  return (
    <SectionCard
      title={t('lastRequests')}
      actions={
        <PageAnchor
          to="/accounts/$account/keys/$key"
          params={{ account, key: keyId }}
          search={{ tab: 'activity' }}
          size="sm"
        >
          {t('moreRequests')}
        </PageAnchor>
      }
    >
      {data === undefined && error === null && <LoadingState lines={3} />}
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Text size="sm">{t('noRequests')}</Text>}
      {data !== undefined && data.items.length > 0 && (
        <ScrollArea type="auto" viewportProps={{ tabIndex: 0 }}>
          <RequestTable
            label={t('lastRequests')}
            requests={data.items.slice(0, shownMax)}
            keyOf={({ time }, index) => `${time} ${index}`}
          />
        </ScrollArea>
      )}
    </SectionCard>
  );
}
