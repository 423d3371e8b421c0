import { Alert, Card, Code, ScrollArea, Stack, Table, Text } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { EmptyState } from '../components/empty-state.js';
import { ErrorState } from '../components/error-state.js';
import { LoadingState } from '../components/loading-state.js';
import { PageHeader } from '../components/page-header.js';
import { StatusBadge } from '../components/status-badge.js';
import { Time } from '../components/time.js';
import { type FleetState, fleetState, secondsBetween } from './fleet.js';
import { useVerifiers } from './verifiers-query.js';

const stateColors = { none: 'yellow', lapsed: 'red', behind: 'yellow', level: 'teal' } as const;

export function VerifiersPage() {
  const { t } = useTranslation('verifiers');
  return (
    <>
      <PageHeader title={t('title')} text={t('purpose')} />
      <Fleet />
    </>
  );
}

function Fleet() {
  const { t } = useTranslation('verifiers');
  const { data, error, dataUpdatedAt, refetch } = useVerifiers();
  if (data === undefined) {
    return error === null ? <LoadingState /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  const { items, newestPosition, truncated } = data;
  return (
    <Stack gap="sm">
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      <FleetSummary state={fleetState(items)} verifiers={items} newestPosition={newestPosition} />
      <Card p={0}>
        {items.length === 0 ? (
          <EmptyState icon={IconServer2} title={t('empty')} text={t('emptyText')} />
        ) : (
          <VerifierTable verifiers={items} seenAtMs={dataUpdatedAt} />
        )}
      </Card>
      {truncated && (
        <Text size="sm" c="dimmed">
          {t('truncated')}
        </Text>
      )}
    </Stack>
  );
}

interface FleetSummaryProps {
  readonly state: FleetState;
  readonly verifiers: readonly Schemas['Verifier'][];
  readonly newestPosition: string;
}

function FleetSummary({ state, verifiers, newestPosition }: FleetSummaryProps) {
  const { t } = useTranslation('verifiers');
  if (state === 'none') return null;
  const count = verifiers.filter((verifier) =>
    state === 'lapsed' ? verifier.state === 'lapsed' : state === 'level' || verifier.behind !== '0',
  ).length;
  return (
    <Alert color={stateColors[state]} title={t(`summary.${state}`, { count })}>
      {t('newest')} <Code>{newestPosition}</Code>
    </Alert>
  );
}

interface VerifierTableProps {
  readonly verifiers: readonly Schemas['Verifier'][];
  /** When the server said so, by the clock of this machine. */
  readonly seenAtMs: number;
}

function VerifierTable({ verifiers, seenAtMs }: VerifierTableProps) {
  const { t } = useTranslation('verifiers');
  return (
    <ScrollArea type="auto">
      <Table aria-label={t('title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th>{t('state')}</Table.Th>
            <Table.Th ta="right">{t('position')}</Table.Th>
            <Table.Th ta="right">{t('behind')}</Table.Th>
            <Table.Th visibleFrom="xs">{t('heard')}</Table.Th>
            <Table.Th visibleFrom="md">{t('lease')}</Table.Th>
            <Table.Th visibleFrom="lg">{t('bound')}</Table.Th>
            <Table.Th visibleFrom="lg">{t('since')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {verifiers.map((verifier) => (
            <VerifierRow key={verifier.id} verifier={verifier} seenAtMs={seenAtMs} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

interface VerifierRowProps {
  readonly verifier: Schemas['Verifier'];
  readonly seenAtMs: number;
}

function VerifierRow({ verifier, seenAtMs }: VerifierRowProps) {
  const { t } = useTranslation('verifiers');
  const { name, state, position, behind, stalenessMaxMs, registeredAt, reportedAt, leasedUntil } = verifier;
  return (
    <Table.Tr>
      <Table.Td fw={500} className="any-text">
        {name}
      </Table.Td>
      <Table.Td>
        <StatusBadge status={state} />
      </Table.Td>
      <Table.Td ta="right" ff="monospace">
        {position}
      </Table.Td>
      <Table.Td ta="right" ff="monospace">
        {behind}
      </Table.Td>
      <Table.Td visibleFrom="xs">
        {t('ago', { seconds: secondsBetween(Date.parse(reportedAt), seenAtMs) })}
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Time value={leasedUntil} seconds />
      </Table.Td>
      <Table.Td visibleFrom="lg">{t('ms', { ms: stalenessMaxMs })}</Table.Td>
      <Table.Td visibleFrom="lg">
        <Time value={registeredAt} />
      </Table.Td>
    </Table.Tr>
  );
}
