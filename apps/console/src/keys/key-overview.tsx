import { Alert, Badge, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { everyReadScope, everythingScope } from '@keyledger/domain';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { Facts } from '../components/facts.js';
import { ScopeList } from '../components/scope-list.js';
import { SectionCard } from '../components/section-card.js';
import { Time } from '../components/time.js';
import { useMay } from '../session/use-session.js';
import { AddressesDialog } from './change/addresses-dialog.js';
import { DescriptionDialog } from './change/description-dialog.js';
import { ExpiryDialog } from './change/expiry-dialog.js';
import { ScopesDialog } from './change/scopes-dialog.js';
import { RotationCard } from './rotation/rotation-card.js';

interface KeyOverviewProps {
  readonly item: Schemas['Key'];
  readonly onRestricted: (position: string) => void;
}

const dialogs = {
  scopes: ScopesDialog,
  addresses: AddressesDialog,
  expiry: ExpiryDialog,
  description: DescriptionDialog,
} as const;

const requirements = {
  scopes: 'ChangeScopes',
  addresses: 'UpdateIpAllowlist',
  expiry: 'ChangeExpiry',
  description: 'DescribeKey',
} as const;

type Editable = keyof typeof dialogs;

export function KeyOverview({ item, onRestricted }: KeyOverviewProps) {
  const { t } = useTranslation('keys');
  const may = useMay();
  const [opened, setOpened] = useState<Editable | null>(null);
  const Dialog = opened === null ? null : dialogs[opened];
  const editor = (part: Editable) =>
    (item.status === 'active' || item.status === 'disabled') &&
    may(requirements[part], item.account) && (
      <Button size="compact-xs" variant="subtle" onClick={() => setOpened(part)}>
        {t(`edit.${part}`)}
      </Button>
    );
  const done = (position: string) => {
    if (opened !== 'description') onRestricted(position);
    setOpened(null);
  };
  return (
    <Stack>
      <WhatNeedsCare item={item} />
      {(item.rotation !== null || item.rotatedFrom !== null) && (
        <RotationCard item={item} onRestricted={onRestricted} />
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Permissions item={item} actions={editor('scopes')} />
        <Addresses item={item} actions={editor('addresses')} />
        <Life item={item} actions={editor('expiry')} />
        <Description item={item} actions={editor('description')} />
      </SimpleGrid>
      {Dialog !== null && <Dialog item={item} onClose={() => setOpened(null)} onDone={done} />}
    </Stack>
  );
}

interface PartProps {
  readonly item: Schemas['Key'];
  readonly actions: ReactNode;
}

function WhatNeedsCare({ item }: { readonly item: Schemas['Key'] }) {
  const { t } = useTranslation('keys');
  const { t: common } = useTranslation('common');
  if (item.statusChange?.reason !== undefined && item.statusChange.reason !== null) {
    const { reason, comment, at } = item.statusChange;
    return (
      <Alert
        color={item.status === 'revoked' ? 'red' : 'yellow'}
        title={`${common(`status.${item.status}`)}: ${t(`reason.${reason}`)}`}
      >
        <Text size="sm">
          {comment !== null && `${comment} · `}
          <Time value={at} seconds />
        </Text>
      </Alert>
    );
  }
  return item.rotationDue ? (
    <Alert color="yellow" title={t('rotationDue')}>
      {t('rotationDueText')}
    </Alert>
  ) : null;
}

function Permissions({ item, actions }: PartProps) {
  const { t } = useTranslation('keys');
  const { level } = item.permissions ?? {};
  const wide = item.scopes.includes(everythingScope) || item.scopes.includes(everyReadScope);
  return (
    <SectionCard title={t('permissions.title')} actions={actions}>
      <Stack gap={6}>
        {level !== undefined && <Text size="sm">{t(`permissions.levels.${level}`)}</Text>}
        <ScopeList scopes={item.scopes} />
        {wide && (
          <Text size="xs" c="dimmed">
            {t('permissions.wide')}
          </Text>
        )}
      </Stack>
    </SectionCard>
  );
}

function Addresses({ item, actions }: PartProps) {
  const { t } = useTranslation('keys');
  const { enforced, entries } = item.ipAllowlist;
  const state = enforced && entries.length > 0 ? 'on' : 'off';
  return (
    <SectionCard title={t('addresses.title')} actions={actions}>
      <Text size="sm" mb={entries.length > 0 ? 6 : 0}>
        {t(`addresses.${state}`)}
      </Text>
      <ScopeList scopes={entries} max={20} />
    </SectionCard>
  );
}

function Life({ item, actions }: PartProps) {
  const { t } = useTranslation('keys');
  const { lastUsed, lastRefused } = item;
  return (
    <SectionCard title={t('life')} actions={actions}>
      <Facts
        items={[
          [t('lastUsed'), <Time key="used" value={lastUsed?.at ?? null} relative />],
          ...(lastUsed === null ? [] : [[t('lastUsedBy'), lastUseText(lastUsed)] as const]),
          [t('lastRefused'), <Time key="refused" value={lastRefused?.at ?? null} relative />],
          ...(lastRefused === null ? [] : [[t('lastRefusedWhy'), lastUseText(lastRefused)] as const]),
          [t('expires'), <Time key="expires" value={item.expiresAt} />],
          [t('created'), <Time key="created" value={item.createdAt} />],
        ]}
      />
    </SectionCard>
  );
}

function lastUseText({ operation, code, clientAddress }: Schemas['LastUse']): string {
  return [operation, code, clientAddress].filter((text) => text !== null).join(' · ');
}

function Description({ item, actions }: PartProps) {
  const { t } = useTranslation('keys');
  const { environment, description, owner, tags, attributes } = item;
  return (
    <SectionCard title={t('describe.title')} actions={actions}>
      <Facts
        items={[
          [t('environment'), environment === null ? '—' : t(`environments.${environment}`)],
          [t('owner'), owner ?? '—'],
          [t('tags'), <Tags key="tags" tags={tags} />],
          [t('description'), description ?? '—'],
          ...Object.entries(attributes),
          [t('kind'), `${item.profile} · ${item.kind}`],
        ]}
      />
    </SectionCard>
  );
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  if (tags.length === 0) return <>—</>;
  return (
    <Group gap={4}>
      {tags.map((tag) => (
        <Badge key={tag} variant="default">
          {tag}
        </Badge>
      ))}
    </Group>
  );
}
