import { IconHistory } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { EmptyState } from '../components/empty-state.js';
import { PageHeader } from '../components/page-header.js';
import { ServerTable } from '../components/server-table.js';
import { useAuditColumns } from './audit-columns.js';
import { AuditEntryDetail } from './audit-entry-detail.js';
import { AuditExport } from './audit-export.js';
import { AuditFilters } from './audit-filters.js';
import { useAudit } from './audit-query.js';
import { type AuditSearch, auditFilteredBy, isAuditFiltered } from './audit-search.js';

const routeOfAll = getRouteApi('/audit');
const routeOfAccount = getRouteApi('/accounts/$account/audit');

/** Of every account that the signed-in key sees. */
export function AuditPage() {
  const navigate = routeOfAll.useNavigate();
  const search = routeOfAll.useSearch();
  return (
    <AuditLog
      account={null}
      search={search}
      onSearch={(next, replace) => void navigate({ search: next, replace })}
    />
  );
}

export function AccountAuditPage() {
  const navigate = routeOfAccount.useNavigate();
  const search = routeOfAccount.useSearch();
  const { account } = routeOfAccount.useParams();
  return (
    <AuditLog
      account={account}
      search={search}
      onSearch={(next, replace) => void navigate({ search: next, replace })}
    />
  );
}

interface AuditLogProps {
  readonly account: string | null;
  readonly search: AuditSearch;
  /** `replace`: the address changes without an entry in the history, as while typing. */
  readonly onSearch: (search: AuditSearch, replace: boolean) => void;
}

function AuditLog({ account, search, onSearch }: AuditLogProps) {
  const { t } = useTranslation('audit');
  const [shown, setShown] = useState<Schemas['AuditEntry'] | null>(null);
  const page = useAudit(account, search);
  const columns = useAuditColumns({ withAccount: account === null, onShow: setShown });
  const text = isAuditFiltered(search) ? t('noneFoundText') : t('emptyText');
  return (
    <>
      <PageHeader title={account === null ? t('titleOfAll') : t('title')} text={t('purpose')}>
        <AuditExport account={account} search={search} />
      </PageHeader>
      <AuditFilters
        key={account}
        search={search}
        onChange={(part, replace) => onSearch(auditFilteredBy(search, part), replace)}
      />
      <ServerTable
        label={t('title')}
        columns={columns}
        page={page}
        keyOf={({ id }) => id}
        cursor={search.cursor}
        onCursor={(cursor) => onSearch(auditFilteredBy(search, { cursor }), false)}
        empty={<EmptyState icon={IconHistory} title={t('noneFound')} text={text} />}
      />
      {shown !== null && <AuditEntryDetail entry={shown} onClose={() => setShown(null)} />}
    </>
  );
}
