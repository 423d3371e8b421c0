import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { PageAnchor } from '../components/links.js';
import type { Column } from '../components/server-table.js';
import { StatusBadge } from '../components/status-badge.js';
import { Time } from '../components/time.js';
import { useNumber } from '../usage/use-number.js';
import { AlertMenu } from './actions/alert-menu.js';
import type { ChooseAction } from './actions/use-acting.js';
import { AlertKey } from './alert-key.js';
import { EvidenceText } from './evidence.js';

type Alert = Schemas['Alert'];

interface ColumnsOptions {
  /** Whether status and key are told by what is around the list. */
  readonly ofOneKey: boolean;
  readonly onChoose: ChooseAction;
}

export function useAlertColumns({ ofOneKey, onChoose }: ColumnsOptions): readonly Column<Alert>[] {
  const { t } = useTranslation('alerts');
  const number = useNumber();
  const keyColumn: Column<Alert> = {
    id: 'key',
    title: t('key'),
    visibleFrom: 'sm',
    cell: (alert) => <AlertKey alert={alert} />,
  };
  return [
    { id: 'severity', title: t('severity'), cell: ({ severity }) => <StatusBadge status={severity} /> },
    { id: 'what', title: t('what'), cell: (alert) => <What alert={alert} /> },
    ...(ofOneKey ? [] : [keyColumn]),
    {
      id: 'status',
      title: t('status'),
      visibleFrom: 'sm',
      cell: ({ status }) => <StatusBadge status={status} />,
    },
    { id: 'count', title: t('count'), visibleFrom: 'xl', cell: ({ count }) => number(count) },
    {
      id: 'lastSeen',
      title: t('lastSeen'),
      visibleFrom: 'md',
      cell: ({ lastSeenAt }) => <Time value={lastSeenAt} relative />,
    },
    {
      id: 'actions',
      title: t('actions'),
      cell: (alert) => <AlertMenu alert={alert} onChoose={onChoose} />,
    },
  ];
}

function What({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation('alerts');
  return (
    <>
      <PageAnchor
        to="/accounts/$account/alerts/$alert"
        params={{ account: alert.account, alert: alert.id }}
        size="sm"
        fw={500}
      >
        {t(`rule.${alert.rule}`)}
      </PageAnchor>
      <EvidenceText alert={alert} lines={3} />
      <Text size="xs" c="dimmed" hiddenFrom="md">
        <Time value={alert.lastSeenAt} relative />
      </Text>
    </>
  );
}
