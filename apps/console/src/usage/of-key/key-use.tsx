import { Alert, Group, SegmentedControl, Stack } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { ErrorState } from '../../components/error-state.js';
import { LoadingState } from '../../components/loading-state.js';
import { SectionCard } from '../../components/section-card.js';
import type { KeySectionProps } from '../../keys/key-section-props.js';
import { CountsTable } from '../counts-table.js';
import { RangeChoice } from '../range-choice.js';
import { defaultRange } from '../ranges.js';
import { RequestsOverTime } from '../requests-over-time.js';
import { outcomeColor, seriesColor } from '../series-colors.js';
import { timeSeries } from '../time-series.js';
import { Totals } from '../totals.js';
import { useNameTexts } from '../use-name-texts.js';
import { countedBy, dimensionOf, dimensions, totalOf, totalsBy } from './key-usage.js';
import { useKeyUsage } from './key-usage-query.js';

const route = getRouteApi('/accounts/$account/keys/$key');
const seriesMax = 6;

/** How a key is used, by outcome, operation or network. */
export function KeyUse({ item }: KeySectionProps) {
  const { t } = useTranslation('usage');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { range = defaultRange, by = 'outcome' } = search;
  const usage = useKeyUsage(item.id, range, by);
  const change = (part: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...part }, replace: true });
  return (
    <Stack>
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t('by.label')}
          size="xs"
          value={by}
          onChange={(chosen) => change({ by: dimensionOf(chosen) ?? 'outcome' })}
          data={dimensions.map((dimension) => ({ value: dimension, label: t(`by.${dimension}`) }))}
        />
        <RangeChoice value={range} onChange={(chosen) => change({ range: chosen })} />
      </Group>
      {usage.error !== null && <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />}
      {usage.data === undefined && usage.error === null && <LoadingState />}
      {usage.data !== undefined && <Counts usage={usage.data} />}
    </Stack>
  );
}

interface CountsProps {
  readonly usage: NonNullable<ReturnType<typeof useKeyUsage>['data']>;
}

function Counts({ usage: { items, truncated, by, period } }: CountsProps) {
  const { t } = useTranslation('usage');
  const nameText = useNameTexts()[by];
  if (items.length === 0) {
    return <EmptyState icon={IconChartBar} title={t('empty')} text={t('emptyKeyText')} />;
  }
  const series = timeSeries(period, countedBy(items, by), seriesMax);
  const rows = totalsBy(items, by).map(({ name, ...counts }) => ({
    key: name,
    name: nameText(name),
    ...counts,
  }));
  return (
    <>
      {truncated && <Alert color="yellow">{t('truncated')}</Alert>}
      <SectionCard title={t('overTime')}>
        <Totals {...totalOf(items)} />
        <RequestsOverTime
          label={t(`over.${by}`)}
          series={series}
          bucket={period.bucket}
          nameText={nameText}
          colorOf={by === 'outcome' ? outcomeColor : seriesColor}
        />
      </SectionCard>
      <SectionCard title={t(`all.${by}`)}>
        <CountsTable label={t(`all.${by}`)} title={t(by)} rows={rows} />
      </SectionCard>
    </>
  );
}
