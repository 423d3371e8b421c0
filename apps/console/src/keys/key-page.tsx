import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { ErrorState } from '../components/error-state.js';
import { LoadingState } from '../components/loading-state.js';
import { PageHeader } from '../components/page-header.js';
import { useMay } from '../session/use-session.js';
import { KeyHeader } from './key-header.js';
import { KeyOverview } from './key-overview.js';
import { useKey } from './key-query.js';
import { keySections } from './key-sections.js';

const route = getRouteApi('/accounts/$account/keys/$key');

export function KeyPage() {
  const { t } = useTranslation('keys');
  const { key: id } = route.useParams();
  const found = useKey(id);
  if (found.data === undefined) {
    return (
      <>
        <PageHeader title={t('one')} />
        {found.error === null ? (
          <LoadingState />
        ) : (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        )}
      </>
    );
  }
  return (
    <>
      <KeyHeader item={found.data} />
      <KeyTabs item={found.data} />
    </>
  );
}

function KeyTabs({ item }: { readonly item: Schemas['Key'] }) {
  const { t } = useTranslation('keys');
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const sections = keySections.filter(({ requires }) => may(requires, item.account));
  const value = sections.some(({ id }) => id === tab) ? tab : 'overview';
  return (
    <Tabs
      value={value}
      keepMounted={false}
      onChange={(chosen) =>
        void navigate({
          search: chosen === null || chosen === 'overview' ? {} : { tab: chosen },
          replace: true,
        })
      }
    >
      <Tabs.List mb="md">
        <Tabs.Tab value="overview">{t('section.overview')}</Tabs.Tab>
        {sections.map(({ id }) => (
          <Tabs.Tab key={id} value={id}>
            {t(`section.${id}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="overview">
        <KeyOverview item={item} />
      </Tabs.Panel>
      {sections.map(({ id, component: Section }) => (
        <Tabs.Panel key={id} value={id}>
          <Suspense fallback={<LoadingState />}>
            <Section item={item} />
          </Suspense>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
