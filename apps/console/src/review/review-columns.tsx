import { Badge, Button, Checkbox, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { PageAnchor } from '../components/links.js';
import { ScopeList } from '../components/scope-list.js';
import type { Column } from '../components/server-table.js';
import { Time } from '../components/time.js';
import type { BulkChoiceState } from './bulk-choice.js';
import { partsOf } from './proposal-parts.js';

type Reviewed = Schemas['ReviewedKey'];

interface ReviewColumns {
  readonly account: string;
  readonly choice: BulkChoiceState;
  readonly onOpen: (reviewed: Reviewed) => void;
}

export function useReviewColumns({ account, choice, onOpen }: ReviewColumns): readonly Column<Reviewed>[] {
  const { t } = useTranslation('review');
  const tickColumn: Column<Reviewed> = {
    id: 'tick',
    title: t('bulk.column'),
    cell: (reviewed) => <Tick reviewed={reviewed} choice={choice} />,
  };
  return [
    ...(choice.applicable.length > 0 ? [tickColumn] : []),
    {
      id: 'key',
      title: t('key'),
      cell: ({ key, ageDays }) => (
        <>
          <PageAnchor
            to="/accounts/$account/keys/$key"
            params={{ account, key: key.id }}
            size="sm"
            fw={500}
            className="any-text"
          >
            {key.name}
          </PageAnchor>
          <Text size="xs" c="dimmed" className="any-text">
            {[key.owner, t('age', { count: ageDays })].filter(Boolean).join(' · ')}
          </Text>
        </>
      ),
    },
    {
      id: 'findings',
      title: t('findings'),
      visibleFrom: 'sm',
      cell: ({ findings }) => <Findings findings={findings} />,
    },
    {
      id: 'used',
      title: t('lastUsed'),
      visibleFrom: 'sm',
      cell: ({ key }) => <Time value={key.lastUsed?.at ?? null} relative />,
    },
    {
      id: 'holds',
      title: t('holds'),
      visibleFrom: 'md',
      cell: ({ key }) => <ScopeList scopes={key.scopes} max={3} />,
    },
    {
      id: 'proposal',
      title: t('proposal'),
      cell: (reviewed) =>
        reviewed.proposal === null || partsOf(reviewed.proposal).length === 0 ? (
          '—'
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('seeOf', { name: reviewed.key.name })}
            onClick={() => onOpen(reviewed)}
          >
            {t('see')}
          </Button>
        ),
    },
  ];
}

function Tick({ reviewed, choice }: { readonly reviewed: Reviewed; readonly choice: BulkChoiceState }) {
  const { t } = useTranslation('review');
  const { id, name } = reviewed.key;
  if (!choice.isApplicable(reviewed)) return null;
  return (
    <Checkbox
      aria-label={t('bulk.tick', { name })}
      checked={choice.chosen.some(({ key }) => key.id === id)}
      onChange={(event) => choice.tick([id], event.currentTarget.checked)}
    />
  );
}

function Findings({ findings }: Pick<Reviewed, 'findings'>) {
  const { t } = useTranslation('review');
  if (findings.length === 0) return <>—</>;
  return (
    <Group gap={4}>
      {findings.map((finding) => (
        <Badge key={finding} variant="light" color="yellow" className="status-badge">
          {t(`finding.${finding}.title`)}
        </Badge>
      ))}
    </Group>
  );
}
