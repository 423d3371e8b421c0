import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { ErrorState } from '../components/error-state.js';
import { LoadingState } from '../components/loading-state.js';
import { PageHeader } from '../components/page-header.js';
import { useMay } from '../session/use-session.js';
import { ConfirmationPanel } from './confirmation/confirmation-panel.js';
import { KeyHeader } from './key-header.js';
import { KeyOverview } from './key-overview.js';
import { useKey } from './key-query.js';
import { keySections } from './key-sections.js';
import { OpenAlertsOfKey } from './open-alerts-of-key.js';

const route = getRouteApi('/accounts/$account/keys/$key');

export function KeyPage() {
  const { t } = useTranslation('keys');
  const { key: id } = route.useParams();
  const found = useKey(id);
  const may = useMay();
  const [watched, setWatched] = useState<string | null>(null);
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
      <KeyHeader item={found.data} onRestricted={setWatched} />
      {watched !== null && may('ReadRevocations', null) && (
        <ConfirmationPanel key={watched} position={watched} onClose={() => setWatched(null)} />
      )}
      <KeyTabs item={found.data} onRestricted={setWatched} />
    </>
  );
}

interface KeyTabsProps {
  readonly item: Schemas['Key'];
  /** Is told the position of a change that took something away. */
  readonly onRestricted: (position: string) => void;
}

function KeyTabs({ item, onRestricted }: KeyTabsProps) {
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
          <Tabs.Tab key={id} value={id} rightSection={id === 'alerts' && <OpenAlertsOfKey item={item} />}>
            {t(`section.${id}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="overview">
        <KeyOverview item={item} onRestricted={onRestricted} />
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
