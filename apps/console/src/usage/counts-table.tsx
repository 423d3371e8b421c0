import './usage.css';
import { Progress, Table, Text } from '@mantine/core';
import type { Key, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumber } from './use-number.js';

export interface CountsRow {
  readonly key: Key;
  readonly name: ReactNode;
  readonly accepted: number;
  readonly refused: number;
}

interface CountsTableProps {
  readonly label: string;
  /** What the rows are: `Operation`. */
  readonly title: string;
  readonly rows: readonly CountsRow[];
  /** There is nothing accepted among them. */
  readonly refusedOnly?: boolean;
}

/** What was used most, each with a bar as long as its share of the first. */
export function CountsTable({ label, title, rows, refusedOnly = false }: CountsTableProps) {
  const { t } = useTranslation('usage');
  const number = useNumber();
  const most = Math.max(1, ...rows.map(({ accepted, refused }) => accepted + refused));
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('nothing')}
      </Text>
    );
  }
  return (
    <Table aria-label={label} fz="sm" verticalSpacing={5} horizontalSpacing={0} className="counts-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{title}</Table.Th>
          {!refusedOnly && <Table.Th ta="right">{t('accepted')}</Table.Th>}
          <Table.Th ta="right">{t('refused')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ key, name, accepted, refused }) => (
          <Table.Tr key={key}>
            <Table.Td className="any-text">
              {name}
              <Progress.Root size={3} mt={3} aria-hidden>
                <Progress.Section value={(accepted / most) * 100} color="teal" />
                <Progress.Section value={(refused / most) * 100} color="red" />
              </Progress.Root>
            </Table.Td>
            {!refusedOnly && (
              <Table.Td ta="right" w={86}>
                {number(accepted)}
              </Table.Td>
            )}
            <Table.Td ta="right" w={86} c={refused > 0 ? undefined : 'dimmed'}>
              {number(refused)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
