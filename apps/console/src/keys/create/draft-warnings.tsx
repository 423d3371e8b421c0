import { Alert, List } from '@mantine/core';
import type { ProfileId } from '@keyledger/domain';
import { IconBulb } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../components/use-now.js';
import { type KeyDraft, warningsOf } from './key-draft.js';

/** What is unwise about the draft; it stands in no way. */
export function DraftWarnings({ draft, profile }: { readonly draft: KeyDraft; readonly profile: ProfileId }) {
  const { t } = useTranslation('keys');
  const codes = warningsOf(draft, profile, useNow(true));
  if (codes.length === 0) return null;
  return (
    <Alert color="yellow" icon={<IconBulb />} title={t('warning.title')} role="status">
      <List size="sm">
        {codes.map((code) => (
          <List.Item key={code}>{t(`warning.${code}`)}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
