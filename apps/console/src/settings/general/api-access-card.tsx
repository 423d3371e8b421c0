import { Button, Select, Text, Textarea } from '@mantine/core';
import { type ReasonCode, commentLengthMax, reasonCodes } from '@keyledger/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { SectionCard } from '../../components/section-card.js';
import { Time } from '../../components/time.js';
import { useMay } from '../../session/use-session.js';
import { reservedAccount } from '../reserved-account.js';
import { ChangeDialog } from './change-dialog.js';
import { useAccountChange } from './use-account-change.js';

interface ApiAccessCardProps {
  readonly item: Schemas['Account'];
  /** Is told the position of the change. */
  readonly onRestricted: (position: string) => void;
}

/** The switch of the whole account. */
export function ApiAccessCard({ item, onRestricted }: ApiAccessCardProps) {
  const { t } = useTranslation('settings');
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const { apiAccess, apiAccessChange } = item;
  const allowed = may(apiAccess ? 'DisableApiAccess' : 'EnableApiAccess', item.id);
  const Dialog = apiAccess ? SwitchOff : SwitchOn;
  return (
    <SectionCard
      title={t('apiAccess.title')}
      actions={
        allowed &&
        item.id !== reservedAccount && (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
            {t(apiAccess ? 'apiAccess.off' : 'apiAccess.on')}
          </Button>
        )
      }
    >
      <Text size="sm">{t(apiAccess ? 'apiAccess.isOn' : 'apiAccess.isOff')}</Text>
      {apiAccessChange !== null && (
        <Text size="xs" c="dimmed" className="any-text">
          <Time value={apiAccessChange.at} seconds /> · {apiAccessChange.by}
          {apiAccessChange.comment !== null && ` · ${apiAccessChange.comment}`}
        </Text>
      )}
      {asking && <Dialog item={item} onClose={() => setAsking(false)} onRestricted={onRestricted} />}
    </SectionCard>
  );
}

interface SwitchProps extends ApiAccessCardProps {
  readonly onClose: () => void;
}

function SwitchOff({ item, onClose, onRestricted }: SwitchProps) {
  const { t } = useTranslation(['settings', 'keys']); // the reasons are the keys’
  const [reason, setReason] = useState<ReasonCode>('other');
  const [comment, setComment] = useState('');
  const change = useAccountChange(item, {
    send: (header) => {
      const params = { path: { account: item.id }, header: { ...header, Prefer: 'wait=0' } };
      const body = { reason, comment: comment.trim() === '' ? null : comment.trim() };
      return answerOf(api.POST('/v1/accounts/{account}/disable-api', { params, body }));
    },
    onDone: ({ position }) => {
      onRestricted(position);
      onClose();
    },
  });
  return (
    <ChangeDialog
      change={change}
      onClose={onClose}
      title={t('apiAccess.offTitle', { name: item.name })}
      text={t('apiAccess.offText')}
      action={t('apiAccess.off')}
      dangerous
    >
      <Select
        label={t('keys:reasonLabel')}
        allowDeselect={false}
        value={reason}
        onChange={(chosen) => setReason(reasonCodes.find((code) => code === chosen) ?? 'other')}
        data={reasonCodes.map((code) => ({ value: code, label: t(`keys:reason.${code}`) }))}
      />
      <Textarea
        label={t('keys:comment')}
        description={t('keys:commentHint')}
        maxLength={commentLengthMax}
        autosize
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </ChangeDialog>
  );
}

function SwitchOn({ item, onClose }: SwitchProps) {
  const { t } = useTranslation('settings');
  const change = useAccountChange(item, {
    send: (header) => {
      const params = { path: { account: item.id }, header: { ...header } };
      return answerOf(api.POST('/v1/accounts/{account}/enable-api', { params, body: {} }));
    },
    onDone: onClose,
  });
  return (
    <ChangeDialog
      change={change}
      onClose={onClose}
      title={t('apiAccess.onTitle', { name: item.name })}
      text={t('apiAccess.onText')}
      action={t('apiAccess.on')}
    />
  );
}
