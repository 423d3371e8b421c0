import { Alert, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { operations } from '../api/product-api.js';
import { ErrorState } from '../components/error-state.js';
import { LoadingState } from '../components/loading-state.js';
import { SectionCard } from '../components/section-card.js';
import { Time } from '../components/time.js';
import { useFailedRequests } from './account-usage-query.js';
import { KeyName } from './most-used.js';
import type { RangeId } from './ranges.js';
import { useNameTexts } from './use-name-texts.js';
import { useNumber } from './use-number.js';

type Failed =
  operations['readFailedRequests']['responses'][200]['content']['application/json']['items'][number];

interface FailedRequestsProps {
  readonly account: string;
  readonly range: RangeId;
}

/** Who still comes with a key that was rotated, has expired or was revoked (XN-9): they need another one. */
export function FailedRequests({ account, range }: FailedRequestsProps) {
  const { t } = useTranslation('usage');
  const { data, error, refetch } = useFailedRequests(account, range);
  return (
    <SectionCard title={t('failed.title')}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {t('failed.text')}
        </Text>
        {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <LoadingState lines={2} />}
        {data?.truncated === true && <Alert color="yellow">{t('failed.truncated')}</Alert>}
        {data !== undefined &&
          (data.items.length === 0 ? (
            <Text size="sm">{t('failed.none')}</Text>
          ) : (
            <FailedTable account={account} items={data.items} />
          ))}
      </Stack>
    </SectionCard>
  );
}

function FailedTable({ account, items }: { readonly account: string; readonly items: readonly Failed[] }) {
  const { t } = useTranslation('usage');
  const texts = useNameTexts();
  const number = useNumber();
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('failed.title')} fz="sm" verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('key')}</Table.Th>
            <Table.Th>{t('outcome')}</Table.Th>
            <Table.Th>{t('network')}</Table.Th>
            <Table.Th>{t('failed.last')}</Table.Th>
            <Table.Th ta="right">{t('requests')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(({ keyId, name, code, network, count, lastRefused }) => (
            <Table.Tr key={`${keyId} ${code} ${network ?? ''}`}>
              <Table.Td>
                <KeyName account={account} keyId={keyId} name={name} />
              </Table.Td>
              <Table.Td>{texts.outcome(code)}</Table.Td>
              <Table.Td>{texts.network(network)}</Table.Td>
              <Table.Td>{lastRefused === null ? '—' : <Time value={lastRefused.time} relative />}</Table.Td>
              <Table.Td ta="right">{number(count)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
