import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';

const colors = { '+': 'teal', '−': 'red', '≠': 'indigo' } as const;

interface NameListProps {
  readonly mark: keyof typeof colors;
  readonly label: string;
  /** The first of them, and how many there are. */
  readonly names: Schemas['Names'];
}

/** Names that came, went or changed; nothing where there are none. */
export function NameList({ mark, label, names: { total, items } }: NameListProps) {
  const { t } = useTranslation('common');
  if (total === 0) return null;
  return (
    <div>
      <Group gap={6}>
        <Text size="sm" ff="monospace" fw={700} c={`var(--mark-${colors[mark]})`} aria-hidden>
          {mark}
        </Text>
        <Text size="sm">{label}</Text>
      </Group>
      <ul className="change-names">
        {items.map((name) => (
          <li key={name} className="any-text">
            {name}
          </li>
        ))}
        {total > items.length && <li>{t('more', { count: total - items.length })}</li>}
      </ul>
    </div>
  );
}
