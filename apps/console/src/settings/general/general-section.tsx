import { SimpleGrid, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../../accounts/account-query.js';
import { ErrorState } from '../../components/error-state.js';
import { Facts } from '../../components/facts.js';
import { LoadingState } from '../../components/loading-state.js';
import { SectionCard } from '../../components/section-card.js';
import { Time } from '../../components/time.js';
import { ConfirmationPanel } from '../../keys/confirmation/confirmation-panel.js';
import { useMay } from '../../session/use-session.js';
import type { SectionProps } from '../section-props.js';
import { ApiAccessCard } from './api-access-card.js';
import { DescribeForm } from './describe-form.js';
import { ProfileCard } from './profile-card.js';

export function GeneralSection({ account }: SectionProps) {
  const { t } = useTranslation('settings');
  const may = useMay();
  const found = useAccount(account);
  const [watched, setWatched] = useState<string | null>(null);
  if (found.data === undefined) {
    return found.error === null ? (
      <LoadingState />
    ) : (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    );
  }
  const item = found.data;
  return (
    <Stack>
      {watched !== null && may('ReadRevocations', null) && (
        <ConfirmationPanel key={watched} position={watched} onClose={() => setWatched(null)} />
      )}
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <DescribeForm item={item} />
        <Stack>
          <ApiAccessCard item={item} onRestricted={setWatched} />
          <ProfileCard item={item} onRestricted={setWatched} />
          <SectionCard title={t('facts')}>
            <Facts
              items={[
                [t('opened'), <Time key="opened" value={item.openedAt} />],
                [t('openedBy'), item.openedBy],
                [t('changed'), <Time key="changed" value={item.updatedAt} />],
              ]}
            />
          </SectionCard>
        </Stack>
      </SimpleGrid>
    </Stack>
  );
}
