import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { bucketText } from './bucket-text.js';
import type { Bucket } from './ranges.js';
import type { TimeSeries } from './time-series.js';
import { useNumber } from './use-number.js';

export interface StackedBarsProps {
  readonly series: TimeSeries;
  readonly bucket: Bucket;
  readonly nameText: (name: string) => string;
  readonly colorOf: (name: string, index: number) => string;
}

/** Loaded when it is shown: charts are heavy. */
export function StackedBars({ series, bucket, nameText, colorOf }: StackedBarsProps) {
  const { i18n } = useTranslation();
  const number = useNumber();
  // Names are given as labels alone: in keys of data, dots and brackets would be read as paths.
  const data = series.rows.map(({ start, counts }) => ({
    start,
    ...Object.fromEntries(counts.map((count, index) => [`s${index}`, count])),
  }));
  const startText = (start: unknown) => bucketText(String(start), bucket, i18n.language);
  return (
    <BarChart
      h={240}
      data={data}
      dataKey="start"
      type="stacked"
      withLegend
      legendProps={{ verticalAlign: 'bottom' }}
      series={series.names.map((name, index) => ({
        name: `s${index}`,
        label: nameText(name),
        color: colorOf(name, index),
      }))}
      valueFormatter={number}
      xAxisProps={{ tickFormatter: startText, minTickGap: 40 }}
      yAxisProps={{ allowDecimals: false, width: 52 }}
      tooltipProps={{ labelFormatter: startText }}
      tooltipAnimationDuration={0}
      barProps={{ isAnimationActive: false }}
      maxBarWidth={32}
    />
  );
}
