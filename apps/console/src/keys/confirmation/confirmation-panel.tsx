import { Alert, Badge, CloseButton, Group, Loader, Stack, Table, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { ErrorState } from '../../components/error-state.js';
import { useRevocation } from './revocation-query.js';

interface ConfirmationPanelProps {
  /** Of the change. */
  readonly position: string;
  readonly onClose: () => void;
}

/** After a change that takes something away: each verifier as it confirms, with its milliseconds. */
export function ConfirmationPanel({ position, onClose }: ConfirmationPanelProps) {
  const { t } = useTranslation('keys');
  const { data, error, refetch } = useRevocation(position);
  if (data === undefined && error !== null)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  const complete = data?.complete ?? false;
  return (
    <Alert
      color={complete ? 'teal' : 'indigo'}
      variant="light"
      mb="md"
      aria-live="polite"
      className="quiet-alert"
      icon={complete ? <IconCircleCheck /> : <Loader size={18} />}
      title={
        <Group justify="space-between" wrap="nowrap">
          {t(complete ? 'confirmation.complete' : 'confirmation.waiting')}
          <CloseButton size="sm" aria-label={t('confirmation.close')} onClick={onClose} />
        </Group>
      }
    >
      <Stack gap={6}>
        <Text size="sm">{t(complete ? 'confirmation.completeText' : 'confirmation.waitingText')}</Text>
        {data !== undefined && <Verifiers verifiers={data.verifiers} />}
      </Stack>
    </Alert>
  );
}

function Verifiers({ verifiers }: { readonly verifiers: readonly Schemas['ConfirmingVerifier'][] }) {
  const { t, i18n } = useTranslation('keys');
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return (
    <Table aria-label={t('confirmation.verifiers')} fz="sm" maw={560} verticalSpacing={4}>
      <Table.Tbody>
        {verifiers.map(({ id, name, outcome, confirmedAfterMs }) => (
          <Table.Tr key={id}>
            <Table.Td className="any-text">{name}</Table.Td>
            <Table.Td>
              <Badge color={outcomeColors[outcome]} variant="light" className="status-badge">
                {t(`confirmation.outcome.${outcome}`)}
              </Badge>
            </Table.Td>
            <Table.Td ta="right">
              {confirmedAfterMs !== null && t('confirmation.ms', { ms: number.format(confirmedAfterMs) })}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const outcomeColors = { applied: 'teal', refusing: 'gray', missing: 'yellow' } as const;
