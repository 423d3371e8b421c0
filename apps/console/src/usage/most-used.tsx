import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { PageAnchor } from '../components/links.js';
import { SectionCard } from '../components/section-card.js';
import { CountsTable } from './counts-table.js';
import { useNameTexts } from './use-name-texts.js';

interface MostUsedProps {
  readonly account: string;
  readonly usage: Schemas['AccountUsage'];
}

/** Keys, operations, networks and refusals, the most frequent ones first as the API has them. */
export function MostUsed({ account, usage }: MostUsedProps) {
  const { t } = useTranslation('usage');
  const texts = useNameTexts();
  const keys = usage.topKeys.map(({ keyId, name, ...counts }) => ({
    key: keyId,
    name: <KeyName account={account} keyId={keyId} name={name} />,
    ...counts,
  }));
  const operations = usage.operations.map(({ operation, ...counts }) => ({
    key: operation ?? '',
    name: texts.operation(operation),
    ...counts,
  }));
  const networks = usage.networks.map(({ network, ...counts }) => ({
    key: network ?? '',
    name: texts.network(network),
    ...counts,
  }));
  const refusals = usage.refusals.map(({ code, count }) => ({
    key: code,
    name: texts.outcome(code),
    accepted: 0,
    refused: count,
  }));
  return (
    <>
      <Stack>
        <SectionCard title={t('topKeys')}>
          <CountsTable label={t('topKeys')} title={t('key')} rows={keys} />
        </SectionCard>
        <SectionCard title={t('networks')}>
          <CountsTable label={t('networks')} title={t('network')} rows={networks} />
        </SectionCard>
      </Stack>
      <Stack>
        <SectionCard title={t('operations')}>
          <CountsTable label={t('operations')} title={t('operation')} rows={operations} />
        </SectionCard>
        <SectionCard title={t('refusals')}>
          <CountsTable label={t('refusals')} title={t('outcome')} rows={refusals} refusedOnly />
        </SectionCard>
      </Stack>
    </>
  );
}

interface KeyNameProps {
  readonly account: string;
  readonly keyId: string;
  readonly name: string | null;
}

export function KeyName({ account, keyId, name }: KeyNameProps) {
  return (
    <PageAnchor
      to="/accounts/$account/keys/$key"
      params={{ account, key: keyId }}
      size="sm"
      className="any-text"
    >
      {name ?? keyId}
    </PageAnchor>
  );
}
