import { Code, Drawer, ScrollArea, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { Facts } from '../components/facts.js';
import { Time } from '../components/time.js';
import { ActorLink } from './actor-link.js';
import { useEventText } from './use-event-text.js';

interface AuditEntryDetailProps {
  readonly entry: Schemas['AuditEntry'];
  readonly onClose: () => void;
}

/** All that is recorded of one event. */
export function AuditEntryDetail({ entry, onClose }: AuditEntryDetailProps) {
  const { t } = useTranslation('audit');
  const { t: common } = useTranslation('common');
  const eventText = useEventText();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={eventText(entry.type)}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack>
        <Facts
          items={[
            [t('time'), <Time key="time" value={entry.time} seconds />],
            [t('account'), entry.account],
            [t('key'), entry.key ?? '—'],
            [t('actor'), <ActorLink key="actor" actor={entry.actor} />],
            [t('reason'), entry.reason ?? '—'],
            [t('comment'), entry.comment ?? '—'],
            [t('clientAddress'), entry.clientAddress ?? '—'],
            [t('userAgent'), entry.userAgent ?? '—'],
            [t('type'), <Code key="type">{entry.type}</Code>],
            [t('position'), entry.position],
            [t('revision'), entry.revision],
            [t('requestId'), entry.requestId],
            [t('correlationId'), entry.correlationId],
            [t('causationId'), entry.causationId],
          ]}
        />
        <div>
          <Title order={3} mb={4}>
            {t('data')}
          </Title>
          <ScrollArea type="auto">
            {/* What scrolls has to be reached by keyboard. */}
            <Code block tabIndex={0}>
              {JSON.stringify(entry.data, null, 2)}
            </Code>
          </ScrollArea>
        </div>
      </Stack>
    </Drawer>
  );
}
