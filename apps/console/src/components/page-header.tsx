import { Box, Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface PageHeaderProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** Buttons of the page. */
  readonly children?: ReactNode;
}

export function PageHeader({ title, text, children }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Keyledger`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <Box miw={0} flex="1 1 260px">
        <Title order={1} className="any-text">
          {title}
        </Title>
        {text !== undefined && (
          <Text c="dimmed" size="sm" component="div">
            {text}
          </Text>
        )}
      </Box>
      <Group gap="xs">{children}</Group>
    </Group>
  );
}
