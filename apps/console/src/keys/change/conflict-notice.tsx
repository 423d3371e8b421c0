import { Alert, Button, Table, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { differences } from './difference.js';
import type { KeyChange } from './use-key-change.js';

/** What somebody else has changed meanwhile, to be looked at before one's own change goes on top of it. */
export function ConflictNotice({ change }: { readonly change: KeyChange }) {
  const { t } = useTranslation('keys');
  if (change.conflict === null) return null;
  const { before, now } = change.conflict;
  return (
    <Alert color="yellow" role="alert" icon={<IconGitMerge />} title={t('conflict.title')}>
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
          {differences(before, now).map((difference) => (
            <Table.Tr key={difference.field}>
              <Table.Td>{t(`conflict.field.${difference.field}`)}</Table.Td>
              <Table.Td className="any-text">{difference.before}</Table.Td>
              <Table.Td className="any-text">{difference.now}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Button size="compact-sm" variant="default" onClick={change.accept}>
        {t('conflict.goOn')}
      </Button>
    </Alert>
  );
}
