import { Alert, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { EffectOnKeys } from './effect-on-keys.js';
import { NameList } from './name-list.js';

interface ChangesPreviewProps {
  readonly taken: Schemas['CatalogueTaken'];
}

/** What would change, before it does. */
export function ChangesPreview({ taken }: ChangesPreviewProps) {
  const { t } = useTranslation('settings');
  const { operations, groups, changes, keys, report } = taken;
  return (
    <Stack gap="sm" aria-live="polite">
      <Text size="sm">
        {t('preview.found')} {t('catalogue.operations', { count: operations })},{' '}
        {t('catalogue.groups', { count: groups })}
      </Text>
      <Part title={t('preview.changes')}>
        <Changes changes={changes} />
      </Part>
      <Part title={t('preview.keys')}>
        {keys === null ? <Text size="sm">{t('preview.keysUnknown')}</Text> : <EffectOnKeys keys={keys} />}
      </Part>
      {report.total > 0 && (
        <Alert color="yellow" title={t('preview.report', { count: report.total })}>
          <Stack gap={4} component="ul" className="plain-list">
            {report.items.map(({ at, outcome, message }) => (
              <Text key={at + message} component="li" size="sm" className="any-text">
                {t(`preview.outcome.${outcome}`)} <code>{at}</code>: {message}
              </Text>
            ))}
          </Stack>
        </Alert>
      )}
    </Stack>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <Title order={3} mb={4}>
        {title}
      </Title>
      <Stack gap={6}>{children}</Stack>
    </div>
  );
}

function Changes({ changes }: { readonly changes: Schemas['CatalogueChanges'] }) {
  const { t } = useTranslation('settings');
  const { operations, groups } = changes;
  const changed = { total: operations.changed.total, items: operations.changed.items.map(useChangeText()) };
  const changedGroups = { total: groups.changed.total, items: groups.changed.items.map(({ id }) => id) };
  const all = [operations.added, operations.removed, changed, groups.added, groups.removed, changedGroups];
  if (all.every(({ total }) => total === 0)) return <Text size="sm">{t('preview.nothing')}</Text>;
  return (
    <>
      <NameList
        mark="+"
        label={t('preview.added', { count: operations.added.total })}
        names={operations.added}
      />
      <NameList
        mark="−"
        label={t('preview.removed', { count: operations.removed.total })}
        names={operations.removed}
      />
      <NameList mark="≠" label={t('preview.changed', { count: changed.total })} names={changed} />
      <NameList
        mark="+"
        label={t('preview.groupsAdded', { count: groups.added.total })}
        names={groups.added}
      />
      <NameList
        mark="−"
        label={t('preview.groupsRemoved', { count: groups.removed.total })}
        names={groups.removed}
      />
      <NameList
        mark="≠"
        label={t('preview.groupsChanged', { count: changedGroups.total })}
        names={changedGroups}
      />
    </>
  );
}

/** `orders:Create: writes → reads, summary`. */
function useChangeText(): (change: Schemas['OperationChanged']) => string {
  const { t } = useTranslation('settings');
  return ({ name, access, summaryChanged, routesChanged }) => {
    const parts = [
      ...(access === null ? [] : [`${t(`catalogue.${access.from}`)} → ${t(`catalogue.${access.to}`)}`]),
      ...(summaryChanged ? [t('preview.summary')] : []),
      ...(routesChanged ? [t('preview.routes')] : []),
    ];
    return `${name}: ${parts.join(', ')}`;
  };
}
