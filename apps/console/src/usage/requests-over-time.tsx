import './usage.css';
import { Box, Skeleton, Table, VisuallyHidden } from '@mantine/core';
import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '../components/time.js';
import type { StackedBarsProps } from './stacked-bars.js';
import { useNumber } from './use-number.js';

const StackedBars = lazy(async () => ({ default: (await import('./stacked-bars.js')).StackedBars }));

export const chartHeight = 240;

interface RequestsOverTimeProps extends StackedBarsProps {
  readonly label: string;
}

/** The chart, and the same numbers in a table for whoever does not see it or wants to copy them. */
export function RequestsOverTime({ label, ...props }: RequestsOverTimeProps) {
  const { t } = useTranslation('usage');
  return (
    <>
      <Box role="group" aria-label={label}>
        <Suspense fallback={<Skeleton height={chartHeight} />}>
          <StackedBars {...props} />
        </Suspense>
      </Box>
      <details className="numbers">
        <summary>
          {t('asTable')}
          <VisuallyHidden>: {label}</VisuallyHidden>
        </summary>
        <NumbersTable label={label} {...props} />
      </details>
    </>
  );
}

/** Buckets in which something was asked, latest first. */
function NumbersTable({ label, series, nameText }: RequestsOverTimeProps) {
  const { t } = useTranslation('usage');
  const number = useNumber();
  const rows = series.rows.filter(({ counts }) => counts.some((count) => count > 0)).toReversed();
  return (
    <Table.ScrollContainer minWidth={300} mah={320} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={label} fz="sm" verticalSpacing={4} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('from')}</Table.Th>
            {series.names.map((name) => (
              <Table.Th key={name} ta="right" className="any-text">
                {nameText(name)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ start, counts }) => (
            <Table.Tr key={start}>
              <Table.Td>
                <Time value={start} />
              </Table.Td>
              {series.names.map((name, index) => (
                <Table.Td key={name} ta="right">
                  {number(counts[index] ?? 0)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
