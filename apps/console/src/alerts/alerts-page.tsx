import { IconBellCheck } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.js';
import { PageHeader } from '../components/page-header.js';
import { ServerTable } from '../components/server-table.js';
import { ConfirmationPanel } from '../keys/confirmation/confirmation-panel.js';
import { useMay } from '../session/use-session.js';
import { useActing } from './actions/use-acting.js';
import { useAlertColumns } from './alert-columns.js';
import { AlertFilters } from './alert-filters.js';
import { filteredBy } from './alert-search.js';
import { useAlerts } from './alerts-query.js';
import { Mutes } from './mutes/mutes.js';

const route = getRouteApi('/accounts/$account/alerts');

/** What was seen of the account's keys, and what is done about it. */
export function AlertsPage() {
  // All at once: what comes with a section or a dialog would take the page away until it is there.
  const { t } = useTranslation(['alerts', 'keys', 'usage']);
  const { account } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const [watched, setWatched] = useState<string | null>(null);
  const page = useAlerts(account, search);
  const acting = useActing(setWatched);
  const columns = useAlertColumns({ ofOneKey: false, onChoose: acting.choose });
  const { cursor, ...filters } = search;
  const unfiltered = Object.keys(filters).length === 0;
  return (
    <>
      <PageHeader title={t('title')} text={t('text')} />
      {watched !== null && may('ReadRevocations', null) && (
        <ConfirmationPanel key={watched} position={watched} onClose={() => setWatched(null)} />
      )}
      <AlertFilters
        search={search}
        onChange={(part) => void navigate({ search: filteredBy(search, part) })}
      />
      <ServerTable
        label={t('title')}
        columns={columns}
        page={page}
        keyOf={({ id }) => id}
        cursor={cursor}
        onCursor={(next) => void navigate({ search: filteredBy(search, { cursor: next }) })}
        empty={
          <EmptyState
            icon={IconBellCheck}
            title={t(unfiltered ? 'empty' : 'noneFound')}
            text={t(unfiltered ? 'emptyText' : 'noneFoundText')}
          />
        }
      />
      <Mutes account={account} />
      {acting.dialog}
    </>
  );
}
