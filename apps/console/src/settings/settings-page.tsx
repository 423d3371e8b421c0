import { Code, Group, Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../accounts/account-query.js';
import { CopyButton } from '../components/copy-button.js';
import { LoadingState } from '../components/loading-state.js';
import { PageHeader } from '../components/page-header.js';
import { useMay } from '../session/use-session.js';
import { settingsSections } from './settings-sections.js';

const route = getRouteApi('/accounts/$account/settings');

export function SettingsPage() {
  const { t } = useTranslation(['settings', 'keys']); // dialogs have texts of both
  const { account } = route.useParams();
  const found = useAccount(account);
  const subtitle = (
    <Group gap={6} mt={4}>
      <Code>{account}</Code>
      <CopyButton value={account} label={t('copyId')} />
    </Group>
  );
  return (
    <>
      <PageHeader title={found.data?.name ?? account} text={subtitle} />
      <SettingsTabs account={account} />
    </>
  );
}

function SettingsTabs({ account }: { readonly account: string }) {
  const { t } = useTranslation('settings');
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const sections = settingsSections.filter(({ requires }) => may(requires, account));
  const value = sections.find(({ id }) => id === tab)?.id ?? sections[0]?.id ?? null;
  return (
    <Tabs
      key={account}
      value={value}
      keepMounted={false}
      onChange={(chosen) => void navigate({ search: chosen === null ? {} : { tab: chosen }, replace: true })}
    >
      <Tabs.List mb="md">
        {sections.map(({ id }) => (
          <Tabs.Tab key={id} value={id}>
            {t(`section.${id}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {sections.map(({ id, component: Section }) => (
        <Tabs.Panel key={id} value={id}>
          <Suspense fallback={<LoadingState />}>
            <Section account={account} />
          </Suspense>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
