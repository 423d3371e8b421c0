import { ActionIcon, Button, CopyButton as Copier, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface CopyButtonProps {
  readonly value: string;
  /** What is copied, for screen readers: `Copy key id`. */
  readonly label: string;
  /** With words beside the icon. */
  readonly wide?: boolean;
}

export function CopyButton({ value, label, wide = false }: CopyButtonProps) {
  const { t } = useTranslation('common');
  return (
    <Copier value={value} timeout={2_000}>
      {({ copied, copy }) => {
        const icon = copied ? <IconCheck size={16} /> : <IconCopy size={16} />;
        if (wide) {
          return (
            <Button leftSection={icon} onClick={copy} variant={copied ? 'light' : 'filled'}>
              {copied ? t('copied') : label}
            </Button>
          );
        }
        return (
          <Tooltip label={copied ? t('copied') : label}>
            <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label={label}>
              {icon}
            </ActionIcon>
          </Tooltip>
        );
      }}
    </Copier>
  );
}
