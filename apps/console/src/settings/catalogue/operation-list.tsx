import { Badge, Code, ScrollArea, Stack, Table, Text, TextInput } from '@mantine/core';
import type { CatalogueDefinition } from '@keyledger/domain';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matchingOperations } from './matching-operations.js';

type Operations = CatalogueDefinition['operations'];

/** A catalogue may have thousands; more rows than these nobody reads. */
const shownMax = 100;

export function OperationList({ operations }: { readonly operations: Operations }) {
  const { t } = useTranslation('settings');
  const [wanted, setWanted] = useState('');
  const matching = matchingOperations(operations, wanted);
  const hidden = matching.length - shownMax;
  return (
    <Stack gap="xs">
      <TextInput
        type="search"
        aria-label={t('catalogue.search')}
        placeholder={t('catalogue.search')}
        leftSection={<IconSearch size={16} />}
        maw={360}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      {matching.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('catalogue.noneFound')}
        </Text>
      ) : (
        <OperationTable operations={matching.slice(0, shownMax)} />
      )}
      {hidden > 0 && (
        <Text size="sm" c="dimmed">
          {t('catalogue.hidden', { count: hidden })}
        </Text>
      )}
    </Stack>
  );
}

function OperationTable({ operations }: { readonly operations: Operations }) {
  const { t } = useTranslation('settings');
  return (
    <ScrollArea type="auto">
      <Table aria-label={t('catalogue.operations', { count: operations.length })}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('catalogue.operation')}</Table.Th>
            <Table.Th>{t('catalogue.access')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('catalogue.routes')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {operations.map(({ name, access, summary, routes }) => (
            <Table.Tr key={name}>
              <Table.Td>
                <Text size="sm" ff="monospace" className="any-text">
                  {name}
                </Text>
                {summary !== null && (
                  <Text size="xs" c="dimmed" className="any-text">
                    {summary}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Badge variant="light" color={access === 'read' ? 'gray' : 'indigo'} className="status-badge">
                  {t(`catalogue.${access}`)}
                </Badge>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                {routes.map(({ method, path }) => (
                  <div key={`${method} ${path}`}>
                    <Code>
                      {method} {path}
                    </Code>
                  </div>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
