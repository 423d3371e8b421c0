import { Alert, Button, Table, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** Something that is not as it was, in words. */
export interface ShownDifference {
  readonly what: string;
  readonly before: string;
  readonly now: string;
}

interface ConflictAlertProps {
  readonly title: string;
  readonly differences: readonly ShownDifference[];
  /** Whoever looked at them goes on from what is now. */
  readonly onAccept: () => void;
}

/** What somebody else has changed meanwhile, to be looked at before one's own change goes on top of it. */
export function ConflictAlert({ title, differences, onAccept }: ConflictAlertProps) {
  const { t } = useTranslation('keys'); // where it was needed first; the texts are everybody’s
  const shown = useRef<HTMLDivElement>(null);
  // The button that was pressed may be far from here.
  useEffect(() => {
    shown.current?.scrollIntoView({ block: 'center' }); // newer browsers return a promise, which is no clean-up
  }, []);
  return (
    <Alert ref={shown} color="yellow" role="alert" icon={<IconGitMerge />} title={title}>
      <Text size="sm">{t('conflict.text')}</Text>
      <Table fz="sm" my="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('conflict.what')}</Table.Th>
            <Table.Th>{t('conflict.before')}</Table.Th>
            <Table.Th>{t('conflict.now')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differences.map(({ what, before, now }) => (
            <Table.Tr key={what}>
              <Table.Td className="any-text">{what}</Table.Td>
              <Table.Td className="any-text">{before}</Table.Td>
              <Table.Td className="any-text">{now}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Button size="compact-sm" variant="default" onClick={onAccept}>
        {t('conflict.goOn')}
      </Button>
    </Alert>
  );
}
