import { ActionIcon, Button, Card, Group, ScrollArea, Table, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconRefresh } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Key, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './error-state.js';
import { LoadingState } from './loading-state.js';

export interface Column<Item> {
  readonly id: string;
  readonly title: string;
  readonly cell: (item: Item) => ReactNode;
  /** Whether the server can sort by it. */
  readonly sortable?: boolean;
  /** Left out below this width of the window. */
  readonly visibleFrom?: 'xs' | 'sm' | 'md' | 'lg' | 'xl';
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface Sorting {
  readonly by: string;
  readonly descending: boolean;
}

interface ServerTableProps<Item> {
  /** For screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly page: UseQueryResult<Page<Item>>;
  readonly keyOf: (item: Item) => Key;
  /** Of the address bar; absent: the first page. */
  readonly cursor: string | undefined;
  /** Puts another cursor into the address bar; undefined: back to the first page. */
  readonly onCursor: (cursor: string | undefined) => void;
  readonly sorting?: Sorting;
  readonly onSort?: (sorting: Sorting) => void;
  /** Where there is nothing to show. */
  readonly empty: ReactNode;
}

/** A list that the server sorts, filters and cuts into pages. All of its state belongs into the address bar. */
export function ServerTable<Item>(props: ServerTableProps<Item>) {
  const { columns, page } = props;
  if (page.data === undefined) {
    return page.error === null ? (
      <LoadingState />
    ) : (
      <ErrorState error={page.error} onRetry={() => void page.refetch()} />
    );
  }
  const { items } = page.data;
  return (
    <Card p={0}>
      {page.error !== null && <ErrorState error={page.error} onRetry={() => void page.refetch()} />}
      {items.length === 0 ? (
        props.empty
      ) : (
        <ScrollArea type="auto">
          <Table highlightOnHover aria-label={props.label} aria-busy={page.isFetching}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <HeaderCell key={column.id} column={column} {...props} />
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((item) => (
                <Table.Tr key={props.keyOf(item)}>
                  {columns.map(({ id, cell, visibleFrom }) => (
                    <Table.Td key={id} visibleFrom={visibleFrom}>
                      {cell(item)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
      <Pager {...props} page={page} nextCursor={page.data.nextCursor} />
    </Card>
  );
}

type HeaderCellProps<Item> = Pick<ServerTableProps<Item>, 'sorting' | 'onSort'> & {
  readonly column: Column<Item>;
};

function HeaderCell<Item>({ column, sorting, onSort }: HeaderCellProps<Item>) {
  const { id, title, sortable = false, visibleFrom } = column;
  const sorted = sorting?.by === id ? sorting : null;
  if (!sortable || onSort === undefined) return <Table.Th visibleFrom={visibleFrom}>{title}</Table.Th>;
  const direction = sorted?.descending === true ? 'descending' : 'ascending';
  const Icon = sorted?.descending === true ? IconArrowDown : IconArrowUp;
  return (
    <Table.Th visibleFrom={visibleFrom} aria-sort={sorted === null ? 'none' : direction}>
      <UnstyledButton
        fz="inherit"
        fw="inherit"
        onClick={() => onSort({ by: id, descending: sorted?.descending === false })}
      >
        <Group gap={4} wrap="nowrap">
          {title}
          {sorted !== null && <Icon size={13} aria-hidden />}
        </Group>
      </UnstyledButton>
    </Table.Th>
  );
}

interface PagerProps {
  readonly page: UseQueryResult<Page<unknown>>;
  readonly cursor: string | undefined;
  readonly onCursor: (cursor: string | undefined) => void;
  readonly nextCursor: string | null;
}

function Pager({ page, cursor, onCursor, nextCursor }: PagerProps) {
  const { t } = useTranslation('common');
  return (
    <Group px="sm" py={6} gap="xs" className="table-pager">
      <Text size="xs" c="dimmed">
        {t('table.shown', { count: page.data?.items.length ?? 0 })}
      </Text>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('table.refresh')}
        loading={page.isFetching}
        onClick={() => void page.refetch()}
      >
        <IconRefresh size={15} />
      </ActionIcon>
      <Group gap="xs" ml="auto">
        {cursor !== undefined && (
          <Button size="compact-sm" variant="default" onClick={() => onCursor(undefined)}>
            {t('table.first')}
          </Button>
        )}
        {nextCursor !== null && (
          <Button size="compact-sm" variant="default" onClick={() => onCursor(nextCursor)}>
            {t('table.next')}
          </Button>
        )}
      </Group>
    </Group>
  );
}
