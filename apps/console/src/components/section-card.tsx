import { Card, Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionCardProps {
  readonly title: string;
  /** Buttons of the section. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function SectionCard({ title, actions, children }: SectionCardProps) {
  return (
    <Card component="section" aria-label={title}>
      <Group justify="space-between" mb="xs" wrap="nowrap" mih={26}>
        <Title order={2} size="h3">
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </Card>
  );
}
