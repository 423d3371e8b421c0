import { Badge, Table, Text } from '@mantine/core';
import type { Key, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '../../components/time.js';
import { acceptedCode } from '../accepted-code.js';
import { useNameTexts } from '../use-name-texts.js';

interface OneRequest {
  readonly time: string;
  readonly operation: string | null;
  readonly code: string;
  readonly clientAddress: string | null;
  readonly userAgent: string | null;
  readonly verifier: string | null;
}

interface RequestTableProps<Item extends OneRequest> {
  readonly label: string;
  readonly requests: readonly Item[];
  readonly keyOf: (request: Item, index: number) => Key;
  /** Of which key it is, where they are of several. */
  readonly nameOf?: (request: Item) => ReactNode;
}

/** Requests one by one. What somebody sent is text like any other. */
export function RequestTable<Item extends OneRequest>(props: RequestTableProps<Item>) {
  const { t } = useTranslation('usage');
  const { label, requests, keyOf, nameOf } = props;
  return (
    <Table aria-label={label} fz="sm" verticalSpacing={5} miw={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('time')}</Table.Th>
          {nameOf && <Table.Th>{t('key')}</Table.Th>}
          <Table.Th>{t('operation')}</Table.Th>
          <Table.Th>{t('outcome')}</Table.Th>
          <Table.Th>{t('client')}</Table.Th>
          <Table.Th visibleFrom="lg">{t('verifier')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {requests.map((request, index) => (
          <Table.Tr key={keyOf(request, index)}>
            <Table.Td>
              <Time value={request.time} seconds />
            </Table.Td>
            {nameOf && <Table.Td>{nameOf(request)}</Table.Td>}
            <RequestCells request={request} />
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function RequestCells({ request }: { readonly request: OneRequest }) {
  const texts = useNameTexts();
  const { operation, code, clientAddress, userAgent, verifier } = request;
  return (
    <>
      <Table.Td className="any-text">{texts.operation(operation)}</Table.Td>
      <Table.Td>
        <Badge color={code === acceptedCode ? 'teal' : 'red'} variant="light" className="status-badge">
          {texts.outcome(code)}
        </Badge>
      </Table.Td>
      <Table.Td className="any-text">
        {clientAddress ?? '—'}
        {userAgent !== null && (
          <Text size="xs" c="dimmed" className="any-text">
            {userAgent}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="lg" className="any-text">
        {verifier ?? '—'}
      </Table.Td>
    </>
  );
}
