import { Card, ScrollArea, Text } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { ErrorState } from '../../components/error-state.js';
import { LoadingState } from '../../components/loading-state.js';
import type { KeySectionProps } from '../../keys/key-section-props.js';
import { RequestTable } from '../requests/request-table.js';
import { useKeyActivity } from './key-usage-query.js';

/** The last requests with a key, one by one. */
export function KeyActivity({ item }: KeySectionProps) {
  const { t } = useTranslation('usage');
  const { data, error, refetch } = useKeyActivity(item.id);
  if (data === undefined) {
    return error === null ? <LoadingState /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  if (data.items.length === 0) {
    return <EmptyState icon={IconActivity} title={t('activity.empty')} text={t('activity.emptyText')} />;
  }
  return (
    <>
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      <Text size="sm" c="dimmed" mb="xs">
        {t('activity.text')}
      </Text>
      <Card p={0}>
        <ScrollArea type="auto" viewportProps={{ tabIndex: 0 }}>
          <RequestTable
            label={t('activity.title')}
            requests={data.items}
            keyOf={({ time }, index) => `${time} ${index}`}
          />
        </ScrollArea>
      </Card>
    </>
  );
}
