import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { PageAnchor } from '../components/links.js';
import { ScopeList } from '../components/scope-list.js';
import type { Column } from '../components/server-table.js';
import { StatusBadge } from '../components/status-badge.js';
import { Time } from '../components/time.js';

type Key = Schemas['Key'];

/** What XN-7 asks a list to show, widest windows last. */
export function useKeyColumns(account: string): readonly Column<Key>[] {
  const { t } = useTranslation('keys');
  return [
    {
      id: 'name',
      title: t('name'),
      sortable: true,
      cell: (key) => <NameCell item={key} account={account} />,
    },
    { id: 'status', title: t('status'), cell: ({ status }) => <StatusBadge status={status} /> },
    {
      id: 'permissions',
      title: t('permissions.title'),
      visibleFrom: 'md',
      cell: (key) => <PermissionsCell item={key} />,
    },
    {
      id: 'environment',
      title: t('environment'),
      visibleFrom: 'lg',
      cell: ({ environment }) => (environment === null ? '—' : t(`environments.${environment}`)),
    },
    {
      id: 'lastUsed',
      title: t('lastUsed'),
      sortable: true,
      visibleFrom: 'xs',
      cell: ({ lastUsed }) => <Time value={lastUsed?.at ?? null} relative />,
    },
    {
      id: 'expires',
      title: t('expires'),
      sortable: true,
      visibleFrom: 'sm',
      cell: ({ expiresAt }) => <Time value={expiresAt} relative />,
    },
    { id: 'owner', title: t('owner'), visibleFrom: 'xl', cell: ({ owner }) => owner ?? '—' },
    {
      id: 'created',
      title: t('created'),
      sortable: true,
      visibleFrom: 'xl',
      cell: ({ createdAt }) => <Time value={createdAt} />,
    },
  ];
}

function NameCell({ item, account }: { readonly item: Key; readonly account: string }) {
  const { t } = useTranslation('keys');
  const { id, name, visibleStart, tags, rotationDue } = item;
  return (
    <>
      <PageAnchor
        to="/accounts/$account/keys/$key"
        params={{ account, key: id }}
        size="sm"
        fw={500}
        className="any-text"
      >
        {name}
      </PageAnchor>
      <Group gap={4}>
        <Text size="xs" c="dimmed" ff="monospace">
          {visibleStart}…
        </Text>
        {rotationDue && (
          <Badge size="xs" color="yellow" variant="light" className="status-badge">
            {t('rotationDueShort')}
          </Badge>
        )}
        {tags.slice(0, 3).map((tag) => (
          <Badge key={tag} size="xs" variant="default">
            {tag}
          </Badge>
        ))}
      </Group>
    </>
  );
}

function PermissionsCell({ item }: { readonly item: Key }) {
  const { t } = useTranslation('keys');
  const { level } = item.permissions ?? {};
  if (level !== undefined && level !== 'custom')
    return <Text size="sm">{t(`permissions.levels.${level}`)}</Text>;
  return <ScopeList scopes={item.scopes} max={2} />;
}
