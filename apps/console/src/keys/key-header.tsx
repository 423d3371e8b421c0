import { Code, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { CopyButton } from '../components/copy-button.js';
import { PageHeader } from '../components/page-header.js';
import { StatusBadge } from '../components/status-badge.js';
import { KeyActions } from './key-actions.js';

interface KeyHeaderProps {
  readonly item: Schemas['Key'];
  readonly onRestricted: (position: string) => void;
}

export function KeyHeader({ item, onRestricted }: KeyHeaderProps) {
  const { t } = useTranslation('keys');
  const subtitle = (
    <Group gap={6} mt={4}>
      <StatusBadge status={item.status} />
      <Code>{item.visibleStart}…</Code>
      <Code>{item.id}</Code>
      <CopyButton value={item.id} label={t('copyId')} />
    </Group>
  );
  return (
    <PageHeader title={item.name} text={subtitle}>
      <KeyActions item={item} onRestricted={onRestricted} />
    </PageHeader>
  );
}
