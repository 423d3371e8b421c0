import { Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { EmptyState } from '../components/empty-state.js';
import { PageHeader } from '../components/page-header.js';
import { type Column, ServerTable } from '../components/server-table.js';
import { StatusBadge } from '../components/status-badge.js';
import { Time } from '../components/time.js';
import { useKeys } from './keys-query.js';

const route = getRouteApi('/accounts/$account/keys');

export function KeysPage() {
  const { t } = useTranslation('keys');
  const { account } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const page = useKeys(account, search);
  const columns = useColumns();
  return (
    <>
      <PageHeader title={t('title')} />
      <ServerTable
        label={t('title')}
        columns={columns}
        page={page}
        keyOf={({ id }) => id}
        cursor={search.cursor}
        onCursor={(cursor) => void navigate({ search: { ...search, cursor } })}
        empty={<EmptyState icon={IconKey} title={t('empty')} />}
      />
    </>
  );
}

function useColumns(): readonly Column<Schemas['Key']>[] {
  const { t } = useTranslation('keys');
  return [
    { id: 'name', title: t('name'), cell: ({ name }) => <Text size="sm">{name}</Text> },
    { id: 'status', title: t('status'), cell: ({ status }) => <StatusBadge status={status} /> },
    {
      id: 'lastUsed',
      title: t('lastUsed'),
      cell: ({ lastUsed }) => <Time value={lastUsed?.at ?? null} relative />,
    },
  ];
}
