import { IconKey, IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.js';
import { ButtonLink } from '../components/links.js';
import { PageHeader } from '../components/page-header.js';
import { ServerTable } from '../components/server-table.js';
import { useMay } from '../session/use-session.js';
import { useKeyColumns } from './key-columns.js';
import { KeyFilters } from './key-filters.js';
import { type KeySearch, filteredBy, isFiltered, sortedBy, sortingOf } from './key-search.js';
import { useKeys } from './keys-query.js';

const route = getRouteApi('/accounts/$account/keys');

export function KeysPage() {
  const { t } = useTranslation('keys');
  const { account } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const page = useKeys(account, search);
  const columns = useKeyColumns(account);
  const mayCreate = useMay()('CreateKey', account);
  const change = (part: Partial<KeySearch>, replace: boolean) =>
    void navigate({ search: filteredBy(search, part), replace });
  const createButton = mayCreate && (
    <ButtonLink leftSection={<IconPlus size={16} />} to="/accounts/$account/keys/new" params={{ account }}>
      {t('create.title')}
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title={t('title')}>{createButton}</PageHeader>
      <KeyFilters key={account} account={account} search={search} onChange={change} />
      <ServerTable
        label={t('title')}
        columns={columns}
        page={page}
        keyOf={({ id }) => id}
        cursor={search.cursor}
        onCursor={(cursor) => void navigate({ search: filteredBy(search, { cursor }) })}
        sorting={sortingOf(search)}
        onSort={(sorting) => void navigate({ search: sortedBy(search, sorting) })}
        empty={
          isFiltered(search) ? (
            <EmptyState icon={IconKey} title={t('noneFound')} text={t('noneFoundText')} />
          ) : (
            <EmptyState icon={IconKey} title={t('empty')} text={t('emptyText')}>
              {createButton}
            </EmptyState>
          )
        }
      />
    </>
  );
}
