import { SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { EmptyState } from '../components/empty-state.js';
import { ErrorState } from '../components/error-state.js';
import { LoadingState } from '../components/loading-state.js';
import { PageHeader } from '../components/page-header.js';
import { SectionCard } from '../components/section-card.js';
import { Time } from '../components/time.js';
import { type AccountDimension, accountDimensions, countedIn, isAccountDimension } from './account-series.js';
import { useAccountUsage } from './account-usage-query.js';
import { FailedRequests } from './failed-requests.js';
import { LiveRequests } from './live/live-requests.js';
import { MostUsed } from './most-used.js';
import { RangeChoice } from './range-choice.js';
import { type RangeId, defaultRange } from './ranges.js';
import { RequestsOverTime } from './requests-over-time.js';
import { outcomeColor, seriesColor } from './series-colors.js';
import { timeSeries } from './time-series.js';
import { Totals } from './totals.js';
import { useNameTexts } from './use-name-texts.js';

const route = getRouteApi('/accounts/$account/usage');

/** How the keys of an account are used. */
export function UsagePage() {
  const { t } = useTranslation('usage');
  const { account } = route.useParams();
  const { range = defaultRange } = route.useSearch();
  const navigate = route.useNavigate();
  const usage = useAccountUsage(account, range);
  const choose = (chosen: RangeId) =>
    void navigate({ search: chosen === defaultRange ? {} : { range: chosen }, replace: true });
  return (
    <>
      <PageHeader title={t('title')} text={t('text')}>
        <RangeChoice value={range} onChange={choose} />
      </PageHeader>
      <Stack>
        {usage.data === undefined && usage.error === null && <LoadingState lines={10} />}
        {usage.error !== null && <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />}
        {usage.data !== undefined && <AccountCounts account={account} usage={usage.data} />}
        {usage.data !== undefined && <FailedRequests account={account} range={range} />}
        <LiveRequests key={account} account={account} topKeys={usage.data?.topKeys ?? []} />
      </Stack>
    </>
  );
}

const seriesMax = 6;

interface AccountUseProps {
  readonly account: string;
  readonly usage: Schemas['AccountUsage'];
}

function AccountCounts({ account, usage }: AccountUseProps) {
  const { t } = useTranslation('usage');
  const nameTexts = useNameTexts();
  const [by, setBy] = useState<AccountDimension>('outcome');
  const counted = countedIn(usage, by);
  return (
    <>
      <SectionCard title={t('overTime')} actions={<PeriodText {...usage} />}>
        {counted.length === 0 ? (
          <EmptyState icon={IconChartBar} title={t('empty')} text={t('emptyText')} />
        ) : (
          <>
            <Totals accepted={usage.accepted} refused={usage.refused} />
            <SegmentedControl
              aria-label={t('by.label')}
              size="xs"
              w="fit-content"
              my="sm"
              value={by}
              onChange={(chosen) => isAccountDimension(chosen) && setBy(chosen)}
              data={accountDimensions.map((dimension) => ({ value: dimension, label: t(`by.${dimension}`) }))}
            />
            <RequestsOverTime
              label={t(`over.${by}`)}
              series={timeSeries(usage, counted, seriesMax)}
              bucket={usage.bucket}
              nameText={nameTexts[by]}
              colorOf={by === 'outcome' ? outcomeColor : seriesColor}
            />
          </>
        )}
      </SectionCard>
      {counted.length > 0 && (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <MostUsed account={account} usage={usage} />
        </SimpleGrid>
      )}
    </>
  );
}

/** Which time the numbers are of, as the server took it. */
function PeriodText({ from, to, bucket }: Pick<Schemas['AccountUsage'], 'from' | 'to' | 'bucket'>) {
  const { t } = useTranslation('usage');
  return (
    <Text size="xs" c="dimmed" ta="right" component="div">
      <Time value={from} /> – <Time value={to} /> · {t(`bucket.${bucket}`)}
    </Text>
  );
}
