import { Radio, Select, Stack, Textarea } from '@mantine/core';
import { commentLengthMax } from '@keyledger/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { ConfirmAction } from '../../components/confirm-action.js';
import { type MuteLength, muteLengths, muteUntil } from './mute-until.js';
import { useAlertChange } from './use-alert-change.js';

interface MuteDialogProps {
  readonly alert: Schemas['Alert'];
  readonly onClose: () => void;
}

/** Wants to hear no more of a rule, for the alert's key or for all, for a time and a reason. */
export function MuteDialog({ alert, onClose }: MuteDialogProps) {
  const { t } = useTranslation('alerts');
  const [scope, setScope] = useState(alert.keyId === null ? 'all' : 'key');
  const [length, setLength] = useState<MuteLength>('7d');
  const [reason, setReason] = useState('');
  const change = useAlertChange({
    send: () => {
      const body = {
        rule: alert.rule,
        keyId: scope === 'key' ? alert.keyId : null,
        until: muteUntil(length, Date.now()),
        reason: reason.trim(),
      };
      const params = { path: { account: alert.account } };
      return answerOf(api.POST('/v1/accounts/{account}/alert-mutes', { params, body }));
    },
    onDone: onClose,
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('mute.title', { rule: t(`rule.${alert.rule}`) })}
      text={t('mute.text')}
      action={t('action.mute')}
      onConfirm={change.run}
      pending={change.pending}
      error={change.error}
      ready={reason.trim() !== ''}
    >
      {alert.keyId !== null && (
        <Radio.Group label={t('mute.scope')} value={scope} onChange={setScope}>
          <Stack gap={6} mt={6}>
            <Radio value="key" label={t('mute.scopes.key')} />
            <Radio value="all" label={t('mute.scopes.all')} />
          </Stack>
        </Radio.Group>
      )}
      <Select
        label={t('mute.length')}
        allowDeselect={false}
        value={length}
        onChange={(chosen) => setLength(muteLengths.find((one) => one === chosen) ?? '7d')}
        data={muteLengths.map((one) => ({ value: one, label: t(`mute.lengths.${one}`) }))}
      />
      <Textarea
        label={t('mute.reason')}
        description={t('mute.reasonHint')}
        required
        data-autofocus
        autosize
        maxLength={commentLengthMax}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmAction>
  );
}
