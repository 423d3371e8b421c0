import { Button, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { Facts } from '../../components/facts.js';
import { PageAnchor } from '../../components/links.js';
import { SectionCard } from '../../components/section-card.js';
import { StatusBadge } from '../../components/status-badge.js';
import { Time } from '../../components/time.js';
import { useMay } from '../../session/use-session.js';
import { ChangeDialog } from '../change/change-dialog.js';
import { useKeyChange } from '../change/use-key-change.js';
import { useKey } from '../key-query.js';
import { movedShare, useRecentUse } from './recent-use.js';

type Key = Schemas['Key'];

interface RotationCardProps {
  readonly item: Key;
  readonly onRestricted: (position: string) => void;
}

/** Both keys of a rotation side by side, and the traffic moving from one to the other (XN-9). */
export function RotationCard({ item, onRestricted }: RotationCardProps) {
  const otherId = item.rotation?.successorId ?? item.rotatedFrom ?? '';
  const other = useKey(otherId);
  if (other.data === undefined) return null;
  const isOld = item.rotation !== null;
  const [old, successor] = isOld ? [item, other.data] : [other.data, item];
  return <BothKeys old={old} successor={successor} onRestricted={onRestricted} />;
}

interface BothKeysProps {
  readonly old: Key;
  readonly successor: Key;
  readonly onRestricted: (position: string) => void;
}

function BothKeys({ old, successor, onRestricted }: BothKeysProps) {
  const { t } = useTranslation('keys');
  const may = useMay();
  const [ending, setEnding] = useState(false);
  const running = old.rotation?.completedAt === null && old.status !== 'revoked';
  return (
    <SectionCard
      title={t('rotate.card')}
      actions={
        running &&
        may('RotateKey', old.account) && (
          <Button size="compact-xs" variant="subtle" onClick={() => setEnding(true)}>
            {t('rotate.end')}
          </Button>
        )
      }
    >
      <Stack gap="sm">
        {may('ReadUsage', old.account) && <MovingTraffic old={old} successor={successor} />}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <OneKey item={old} title={t('rotate.old')} />
          <OneKey item={successor} title={t('rotate.new')} />
        </SimpleGrid>
        {running && <OverlapText item={old} />}
      </Stack>
      {ending && (
        <EndOverlap
          item={old}
          onClose={() => setEnding(false)}
          onDone={(position) => {
            setEnding(false);
            onRestricted(position);
          }}
        />
      )}
    </SectionCard>
  );
}

function MovingTraffic({ old, successor }: Pick<BothKeysProps, 'old' | 'successor'>) {
  const { t } = useTranslation('keys');
  const before = useRecentUse(old.id).data;
  const after = useRecentUse(successor.id).data;
  if (before === undefined || after === undefined) return null;
  const share = movedShare(before, after);
  const percent = Math.round((share ?? 0) * 100);
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm">{share === null ? t('rotate.noTraffic') : t('rotate.moved', { percent })}</Text>
        <Text size="xs" c="dimmed">
          {t('rotate.counts', { old: before.accepted, new: after.accepted, refused: before.refused })}
        </Text>
      </Group>
      <Progress value={percent} aria-label={t('rotate.movedLabel')} color="teal" />
    </div>
  );
}

function OneKey({ item, title }: { readonly item: Key; readonly title: string }) {
  const { t } = useTranslation('keys');
  return (
    <Stack gap={4}>
      <Group gap={6}>
        <Text size="xs" c="dimmed">
          {title}
        </Text>
        <StatusBadge status={item.status} />
      </Group>
      <PageAnchor
        to="/accounts/$account/keys/$key"
        params={{ account: item.account, key: item.id }}
        size="sm"
        className="any-text"
      >
        {item.name} ({item.visibleStart}…)
      </PageAnchor>
      <Facts items={[[t('lastUsed'), <Time key="used" value={item.lastUsed?.at ?? null} relative />]]} />
    </Stack>
  );
}

function OverlapText({ item }: { readonly item: Key }) {
  const { t } = useTranslation('keys');
  const overlap = item.rotation?.overlap;
  if (overlap === undefined) return null;
  return (
    <Text size="xs" c="dimmed">
      {t(`rotate.until.${overlap.kind}`)} {overlap.endsAt !== null && <Time value={overlap.endsAt} />}
    </Text>
  );
}

interface EndOverlapProps {
  readonly item: Key;
  readonly onClose: () => void;
  readonly onDone: (position: string) => void;
}

function EndOverlap({ item, onClose, onDone }: EndOverlapProps) {
  const { t } = useTranslation('keys');
  const change = useKeyChange(item, onDone);
  return (
    <ChangeDialog
      title={t('rotate.end')}
      text={t('rotate.endText')}
      action={t('rotate.endAction')}
      dangerous
      onClose={onClose}
      change={change}
      send={(header) => {
        const params = { path: { id: item.id }, header: { ...header } };
        return answerOf(api.PUT('/v1/keys/{id}/overlap', { params, body: { overlap: 'PT0S' } }));
      }}
    />
  );
}
