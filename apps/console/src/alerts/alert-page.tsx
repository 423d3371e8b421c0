import { Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { ErrorState } from '../components/error-state.js';
import { Facts } from '../components/facts.js';
import { PageAnchor } from '../components/links.js';
import { LoadingState } from '../components/loading-state.js';
import { PageHeader } from '../components/page-header.js';
import { SectionCard } from '../components/section-card.js';
import { StatusBadge } from '../components/status-badge.js';
import { Time } from '../components/time.js';
import { ConfirmationPanel } from '../keys/confirmation/confirmation-panel.js';
import { useMay } from '../session/use-session.js';
import { useNumber } from '../usage/use-number.js';
import { useActing } from './actions/use-acting.js';
import { AlertButtons } from './actions/alert-buttons.js';
import { AlertKey } from './alert-key.js';
import { useAlert } from './alerts-query.js';
import { EvidenceText } from './evidence.js';
import { RequestsOfAlert } from './requests-of-alert.js';

const route = getRouteApi('/accounts/$account/alerts/$alert');

type Alert = Schemas['Alert'];

export function AlertPage() {
  // All at once: what comes with a section or a dialog would take the page away until it is there.
  const { t } = useTranslation(['alerts', 'keys', 'usage']);
  const { account, alert: id } = route.useParams();
  const { data, error, refetch } = useAlert(account, id);
  if (data === undefined) {
    return (
      <>
        <PageHeader title={t('one')} />
        {error === null ? <LoadingState /> : <ErrorState error={error} onRetry={() => void refetch()} />}
      </>
    );
  }
  return <OneAlert alert={data} />;
}

function OneAlert({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation('alerts');
  const may = useMay();
  const [watched, setWatched] = useState<string | null>(null);
  const acting = useActing(setWatched);
  return (
    <>
      <PageHeader title={t(`rule.${alert.rule}`)} text={<Subtitle alert={alert} />}>
        <AlertButtons alert={alert} onChoose={acting.choose} />
      </PageHeader>
      {watched !== null && may('ReadRevocations', null) && (
        <ConfirmationPanel key={watched} position={watched} onClose={() => setWatched(null)} />
      )}
      <Stack>
        <SectionCard title={t('seen')}>
          <Stack gap="xs">
            <EvidenceText alert={alert} />
            <Text size="sm" c="dimmed">
              {t(`advice.${alert.rule}`)}
            </Text>
          </Stack>
        </SectionCard>
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <Life alert={alert} />
          <Handling alert={alert} />
        </SimpleGrid>
        {alert.keyId !== null && may('ReadUsage', alert.account) && (
          <RequestsOfAlert account={alert.account} keyId={alert.keyId} />
        )}
      </Stack>
      {acting.dialog}
    </>
  );
}

function Subtitle({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation('alerts');
  return (
    <Group gap={6} mt={4}>
      <StatusBadge status={alert.severity} />
      <StatusBadge status={alert.status} />
      <PageAnchor to="/accounts/$account/alerts" params={{ account: alert.account }} size="sm">
        {t('all')}
      </PageAnchor>
    </Group>
  );
}

function Life({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation('alerts');
  const number = useNumber();
  return (
    <SectionCard title={t('life')}>
      <Facts
        items={[
          [t('key'), <AlertKey key="key" alert={alert} />],
          [t('firstSeen'), <Time key="first" value={alert.firstSeenAt} seconds />],
          [t('lastSeen'), <Time key="last" value={alert.lastSeenAt} seconds />],
          [t('count'), number(alert.count)],
        ]}
      />
    </SectionCard>
  );
}

function Handling({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation('alerts');
  const { response, acknowledgedAt, acknowledgedBy, resolvedAt, resolvedBy, comment } = alert;
  const by = (at: string, who: string | null) => (
    <>
      <Time value={at} seconds />
      {who !== null && ` · ${who}`}
    </>
  );
  return (
    <SectionCard title={t('handling')}>
      <Facts
        items={[
          [t('response'), t(`responses.${response}`)],
          [t('acknowledged'), acknowledgedAt === null ? '—' : by(acknowledgedAt, acknowledgedBy)],
          [t('resolved'), resolvedAt === null ? '—' : by(resolvedAt, resolvedBy)],
          [t('comment'), comment ?? '—'],
        ]}
      />
    </SectionCard>
  );
}
