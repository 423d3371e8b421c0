import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { listDifference } from './proposal-parts.js';

interface ListChangeProps {
  readonly held: readonly string[];
  readonly proposed: readonly string[];
}

/** What stays, goes and comes, told by signs and words as well as by colour. */
export function ListChange({ held, proposed }: ListChangeProps) {
  const { t } = useTranslation('review');
  const { kept, removed, added } = listDifference(held, proposed);
  const lines = [
    ...removed.map((entry) => ({ entry, mark: '−', color: 'red', meaning: t('goes') }) as const),
    ...added.map((entry) => ({ entry, mark: '+', color: 'teal', meaning: t('comes') }) as const),
    ...kept.map((entry) => ({ entry, mark: ' ', color: null, meaning: t('stays') }) as const),
  ];
  return (
    <ul className="change-names list-change">
      {lines.map(({ entry, mark, color, meaning }) => (
        <li key={entry} className="any-text">
          <Text component="span" inherit c={color === null ? undefined : `var(--mark-${color})`}>
            {mark} {entry}
          </Text>{' '}
          <Text component="span" inherit c="dimmed" ff="text">
            {meaning}
          </Text>
        </li>
      ))}
    </ul>
  );
}
