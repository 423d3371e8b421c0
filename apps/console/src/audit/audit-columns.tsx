import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { PageAnchor } from '../components/links.js';
import type { Column } from '../components/server-table.js';
import { Time } from '../components/time.js';
import { useKnownText } from '../i18n/use-known-text.js';
import { ActorLink } from './actor-link.js';
import { useEventText } from './use-event-text.js';

type Entry = Schemas['AuditEntry'];

interface AuditColumns {
  readonly withAccount: boolean;
  readonly onShow: (entry: Entry) => void;
}

export function useAuditColumns({ withAccount, onShow }: AuditColumns): readonly Column<Entry>[] {
  const { t } = useTranslation(['audit', 'keys']); // the reasons are the keys’
  return [
    {
      id: 'what',
      title: t('what'),
      cell: (entry) => <WhatCell entry={entry} onShow={() => onShow(entry)} />,
    },
    { id: 'time', title: t('time'), cell: ({ time }) => <Time value={time} seconds /> },
    ...(withAccount
      ? [{ id: 'account', title: t('account'), cell: ({ account }: Entry) => account } as const]
      : []),
    { id: 'key', title: t('key'), visibleFrom: 'sm', cell: (entry) => <KeyCell entry={entry} /> },
    { id: 'actor', title: t('actor'), visibleFrom: 'md', cell: ({ actor }) => <ActorLink actor={actor} /> },
    {
      id: 'clientAddress',
      title: t('clientAddress'),
      visibleFrom: 'xl',
      cell: ({ clientAddress }) => clientAddress ?? '—',
    },
  ];
}

function WhatCell({ entry, onShow }: { readonly entry: Entry; readonly onShow: () => void }) {
  const eventText = useEventText();
  const reasonText = useKnownText('keys');
  const reason = entry.reason === null ? null : (reasonText(`reason.${entry.reason}`) ?? entry.reason);
  const why = [reason, entry.comment].filter((text) => text !== null).join(': ');
  return (
    <>
      <Anchor component="button" type="button" size="sm" fw={500} ta="left" onClick={onShow}>
        {eventText(entry.type)}
      </Anchor>
      {why !== '' && (
        <Text size="xs" c="dimmed" className="any-text" maw={420} lineClamp={2}>
          {why}
        </Text>
      )}
    </>
  );
}

function KeyCell({ entry: { account, key } }: { readonly entry: Entry }) {
  if (key === null) return <>—</>;
  return (
    <PageAnchor to="/accounts/$account/keys/$key" params={{ account, key }} size="sm" ff="monospace">
      {key}
    </PageAnchor>
  );
}
