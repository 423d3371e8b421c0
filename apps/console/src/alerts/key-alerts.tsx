import { IconBellCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.js';
import { ServerTable } from '../components/server-table.js';
import { ConfirmationPanel } from '../keys/confirmation/confirmation-panel.js';
import type { KeySectionProps } from '../keys/key-section-props.js';
import { useMay } from '../session/use-session.js';
import { useActing } from './actions/use-acting.js';
import { useAlertColumns } from './alert-columns.js';
import { useAlerts } from './alerts-query.js';

/** Every alert about a key, whatever has become of it. */
export function KeyAlerts({ item }: KeySectionProps) {
  const { t } = useTranslation('alerts');
  const may = useMay();
  const [cursor, setCursor] = useState<string | undefined>(undefined);
  const [watched, setWatched] = useState<string | null>(null);
  const search = { status: 'all', keyId: item.id, ...(cursor !== undefined && { cursor }) } as const;
  const page = useAlerts(item.account, search);
  const acting = useActing(setWatched);
  const columns = useAlertColumns({ ofOneKey: true, onChoose: acting.choose });
  return (
    <>
      {watched !== null && may('ReadRevocations', null) && (
        <ConfirmationPanel key={watched} position={watched} onClose={() => setWatched(null)} />
      )}
      <ServerTable
        label={t('title')}
        columns={columns}
        page={page}
        keyOf={({ id }) => id}
        cursor={cursor}
        onCursor={setCursor}
        empty={<EmptyState icon={IconBellCheck} title={t('emptyOfKey')} text={t('emptyText')} />}
      />
      {acting.dialog}
    </>
  );
}
