import '../usage.css';
import { Button, Group, ScrollArea, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { SectionCard } from '../../components/section-card.js';
import { KeyName } from '../most-used.js';
import { RequestTable } from '../requests/request-table.js';
import { type LiveState, useLiveRequests } from './use-live-requests.js';

interface LiveRequestsProps {
  readonly account: string;
  /** Where names of keys are known from. */
  readonly topKeys: Schemas['AccountUsage']['topKeys'];
}

/** Requests one by one, as the auditor counts them. */
export function LiveRequests({ account, topKeys }: LiveRequestsProps) {
  const { t } = useTranslation('usage');
  const [following, setFollowing] = useState(true);
  const { state, requests } = useLiveRequests(account, following);
  const nameOf = (id: string) => topKeys.find(({ keyId }) => keyId === id)?.name ?? null;
  return (
    <SectionCard
      title={t('live.title')}
      actions={<LiveActions state={state} following={following} onFollow={setFollowing} />}
    >
      {requests.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t(state === 'ended' ? 'live.endedText' : 'live.none')}
        </Text>
      ) : (
        <ScrollArea.Autosize mah={340} type="auto" viewportProps={{ tabIndex: 0 }}>
          <RequestTable
            label={t('live.title')}
            requests={requests}
            keyOf={({ number }) => number}
            nameOf={({ keyId }) => <KeyName account={account} keyId={keyId} name={nameOf(keyId)} />}
          />
        </ScrollArea.Autosize>
      )}
    </SectionCard>
  );
}

interface LiveActionsProps {
  readonly state: LiveState;
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
}

function LiveActions({ state, following, onFollow }: LiveActionsProps) {
  const { t } = useTranslation('usage');
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="xs" c="dimmed" role="status">
        <span className={`live-dot live-${state}`} aria-hidden /> {t(`live.${state}`)}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={following ? <IconPlayerPause size={13} /> : <IconPlayerPlay size={13} />}
        onClick={() => onFollow(!following)}
      >
        {t(following ? 'live.pause' : 'live.follow')}
      </Button>
    </Group>
  );
}
