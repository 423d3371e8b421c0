import { Stack, Text, Title } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: TablerIcon;
  readonly title: string;
  /** What would be here, or what to do about it. */
  readonly text?: string;
  /** The one thing to do next. */
  readonly children?: ReactNode;
}

export function EmptyState({ icon: Icon, title, text, children }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" py={48} px="md" ta="center">
      <Icon size={36} stroke={1.3} color="var(--mantine-color-dimmed)" aria-hidden />
      <Title order={2}>{title}</Title>
      {text !== undefined && (
        <Text c="dimmed" size="sm" maw={460}>
          {text}
        </Text>
      )}
      {children}
    </Stack>
  );
}
