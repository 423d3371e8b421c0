import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { useRefusalText } from './use-refusal-text.js';

interface BulkOutcomesProps {
  readonly chosen: readonly Schemas['ReviewedKey'][];
  readonly outcomes: readonly Schemas['AppliedProposal'][];
  readonly onClose: () => void;
}

const colors = { applied: 'teal', unchanged: 'indigo', refused: 'red' } as const;

/** What became of each key of several. */
export function BulkOutcomes({ chosen, outcomes, onClose }: BulkOutcomesProps) {
  const { t } = useTranslation(['review', 'common']);
  const refusalText = useRefusalText();
  const nameOf = (keyId: string) => chosen.find(({ key }) => key.id === keyId)?.key.name ?? keyId;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('bulk.done')}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
    >
      <Stack gap="xs" component="ul" className="plain-list" aria-label={t('bulk.done')}>
        {outcomes.map((item) => (
          <li key={item.keyId}>
            <Text size="sm" fw={600} className="any-text">
              {nameOf(item.keyId)}
            </Text>
            <Text size="sm" c={`var(--mark-${colors[item.outcome]})`}>
              {t(`bulk.outcome.${item.outcome}`)}
            </Text>
            {item.outcome === 'refused' && <Text size="sm">{refusalText(item)}</Text>}
          </li>
        ))}
      </Stack>
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose}>{t('close', { ns: 'common' })}</Button>
      </Group>
    </Modal>
  );
}
