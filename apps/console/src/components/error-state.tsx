import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../api/use-problem-text.js';

interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** A problem in words, with its code for whoever asks for help, and another try. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { t } = useTranslation('common');
  const { title, detail, code, fields } = useProblemText()(error);
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle />} title={title}>
      {detail !== null && <Text size="sm">{detail}</Text>}
      {fields.map(({ path, message }) => (
        <Text key={path + message} size="sm">
          {path === '' ? message : `${path}: ${message}`}
        </Text>
      ))}
      <Group mt="xs" gap="sm">
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
        {code !== null && <Code>{code}</Code>}
      </Group>
    </Alert>
  );
}
