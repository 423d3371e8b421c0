import { Alert, Button, Checkbox, Code, Group, List, Stack, Text } from '@mantine/core';
import { IconDownload, IconKey } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { ConfirmAction } from '../../components/confirm-action.js';
import { CopyButton } from '../../components/copy-button.js';
import { download } from '../../components/download.js';
import { useKnownText } from '../../i18n/use-known-text.js';
import { envFile } from './env-file.js';

interface NewValueProps {
  readonly created: Pick<Schemas['KeyCreated'], 'key' | 'value' | 'warnings'>;
  readonly onDone: () => void;
}

/** The one time that the value of a key is shown: to be copied or downloaded, and confirmed as saved. */
export function NewValue({ created, onDone }: NewValueProps) {
  const { t } = useTranslation('keys');
  const { key, value } = created;
  const [saved, setSaved] = useState(false);
  return (
    <Stack>
      <Alert color="yellow" variant="light" icon={<IconKey />} title={t('value.once')}>
        {t('value.onceText')}
      </Alert>
      <Code block className="secret" data-testid="key-value">
        {value}
      </Code>
      <Group>
        <CopyButton value={value} label={t('value.copy')} wide />
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => download('.env', envFile(key.name, value))}
        >
          {t('value.download')}
        </Button>
      </Group>
      <Warnings warnings={created.warnings} />
      <Checkbox
        label={t('value.saved')}
        checked={saved}
        onChange={(event) => setSaved(event.currentTarget.checked)}
      />
      <Group justify="flex-end">
        <Button onClick={onDone} disabled={!saved}>
          {t('value.done')}
        </Button>
      </Group>
      <LeavingUnsaved saved={saved} />
    </Stack>
  );
}

function Warnings({ warnings }: Pick<NewValueProps['created'], 'warnings'>) {
  const { t } = useTranslation('keys');
  const knownText = useKnownText('keys');
  if (warnings.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={500}>
        {t('warning.title')}
      </Text>
      <List size="sm">
        {warnings.map(({ code, detail }) => (
          <List.Item key={code}>{knownText(`warning.${code}`) ?? detail}</List.Item>
        ))}
      </List>
    </div>
  );
}

/** Asks whoever is about to leave before the value was saved: it does not come back. */
function LeavingUnsaved({ saved }: { readonly saved: boolean }) {
  const { t } = useTranslation('keys');
  const leaving = useBlocker({
    shouldBlockFn: () => !saved,
    enableBeforeUnload: () => !saved,
    withResolver: true,
  });
  return (
    <ConfirmAction
      opened={leaving.status === 'blocked'}
      onClose={() => leaving.reset?.()}
      title={t('value.leave')}
      text={t('value.leaveText')}
      action={t('value.leaveAction')}
      onConfirm={() => leaving.proceed?.()}
      pending={false}
      error={null}
      dangerous
    />
  );
}
