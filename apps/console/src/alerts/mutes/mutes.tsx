import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { ConfirmAction } from '../../components/confirm-action.js';
import { ErrorState } from '../../components/error-state.js';
import { SectionCard } from '../../components/section-card.js';
import { Time } from '../../components/time.js';
import { useMay } from '../../session/use-session.js';
import { useAlertChange } from '../actions/use-alert-change.js';
import { AlertKey } from '../alert-key.js';
import { useMutes } from '../alerts-query.js';

type Mute = Schemas['AlertMute'];

/** What nobody wants to hear of; not there where everything is heard of. */
export function Mutes({ account }: { readonly account: string }) {
  const { t } = useTranslation('alerts');
  const { data, error, refetch } = useMutes(account);
  if (data === undefined) {
    return error === null ? null : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  if (data.items.length === 0) return null;
  return (
    <Stack mt="md">
      <SectionCard title={t('mute.current')}>
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {data.items.map((mute) => (
            <OneMute key={mute.id} account={account} mute={mute} />
          ))}
        </Stack>
      </SectionCard>
    </Stack>
  );
}

function OneMute({ account, mute }: { readonly account: string; readonly mute: Mute }) {
  const { t } = useTranslation('alerts');
  const may = useMay();
  const [ending, setEnding] = useState(false);
  return (
    <Group component="li" justify="space-between" gap="xs">
      <div>
        <Text size="sm" fw={500}>
          {t(`rule.${mute.rule}`)} ·{' '}
          {mute.keyId === null ? t('mute.scopes.all') : <AlertKey alert={{ account, keyId: mute.keyId }} />}
        </Text>
        <Text size="xs" c="dimmed" className="any-text">
          {mute.until === null ? (
            t('mute.lengths.ended')
          ) : (
            <>
              {t('mute.until')} <Time value={mute.until} />
            </>
          )}
          {' · '}
          {mute.reason}
        </Text>
      </div>
      {may('MuteAlerts', account) && (
        <Button size="compact-sm" variant="default" onClick={() => setEnding(true)}>
          {t('mute.end')}
        </Button>
      )}
      {ending && <EndMute account={account} mute={mute} onClose={() => setEnding(false)} />}
    </Group>
  );
}

interface EndMuteProps {
  readonly account: string;
  readonly mute: Mute;
  readonly onClose: () => void;
}

function EndMute({ account, mute, onClose }: EndMuteProps) {
  const { t } = useTranslation('alerts');
  const change = useAlertChange({
    send: () => {
      const params = { path: { account, mute: mute.id } };
      return answerOf(api.DELETE('/v1/accounts/{account}/alert-mutes/{mute}', { params }));
    },
    onDone: onClose,
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('mute.end')}
      text={t('mute.endText', { rule: t(`rule.${mute.rule}`) })}
      action={t('mute.end')}
      onConfirm={change.run}
      pending={change.pending}
      error={change.error}
    />
  );
}
