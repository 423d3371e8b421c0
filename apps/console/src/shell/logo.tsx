import { Group, Text } from '@mantine/core';

export function Logo({ size = 26 }: { readonly size?: number }) {
  return (
    <Group gap={8} wrap="nowrap">
      <img src="/icon.svg" width={size} height={size} alt="" />
      <Text component="span" fw={650} fz={size * 0.62} lh={1}>
        Keyledger
      </Text>
    </Group>
  );
}
