import { Anchor, Button, Card, Code, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.js';
import { ErrorState } from '../components/error-state.js';
import { LoadingState } from '../components/loading-state.js';
import { PageHeader } from '../components/page-header.js';
import { Time } from '../components/time.js';
import { useMay } from '../session/use-session.js';
import { useAccounts } from './accounts-query.js';
import { OpenAccountDialog } from './open-account-dialog.js';

export function AccountsPage() {
  const { t } = useTranslation('accounts');
  const mayOpen = useMay()('OpenAccount', null);
  const [opened, { open, close }] = useDisclosure(false);
  const openButton = mayOpen && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {t('open')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('title')} text={t('purpose')}>
        {openButton}
      </PageHeader>
      <AccountList />
      {mayOpen && <OpenAccountDialog opened={opened} onClose={close} />}
    </>
  );
}

function AccountList() {
  const { t } = useTranslation('accounts');
  const accounts = useAccounts();
  if (accounts.data === undefined) {
    return accounts.error === null ? (
      <LoadingState />
    ) : (
      <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />
    );
  }
  if (accounts.data.length === 0) {
    return <EmptyState icon={IconBuildingCommunity} title={t('empty')} text={t('emptyText')} />;
  }
  return (
    <Card p={0}>
      <Table.ScrollContainer minWidth={300}>
        <Table highlightOnHover aria-label={t('title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('name')}</Table.Th>
              <Table.Th>{t('profile')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('opened')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {accounts.data.map(({ id, name, profile, openedAt, apiAccess }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <Anchor component={Link} to={`/accounts/${id}/keys`} fw={500} className="any-text">
                    {name}
                  </Anchor>
                  <Text size="xs" c="dimmed">
                    {id}
                    {!apiAccess && ` · ${t('switchedOff')}`}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Code>{profile}</Code>
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  <Time value={openedAt} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}
