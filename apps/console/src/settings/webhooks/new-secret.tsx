import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.js';

interface NewSecretProps {
  readonly secret: string;
  readonly onClose: () => void;
}

/** The one time that the secret of a webhook is shown. It is in this component alone. */
export function NewSecret({ secret, onClose }: NewSecretProps) {
  const { t } = useTranslation('webhooks');
  return (
    <Alert color="yellow" icon={<IconKey />} title={t('secret.title')}>
      <Stack gap="xs">
        <Text size="sm">{t('secret.text')}</Text>
        <Code block className="secret" data-testid="webhook-secret">
          {secret}
        </Code>
        <Group>
          <CopyButton value={secret} label={t('secret.copy')} wide />
          <Button variant="default" onClick={onClose}>
            {t('secret.done')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
