import { Select, Textarea } from '@mantine/core';
import { type ReasonCode, commentLengthMax, reasonCodes } from '@keyledger/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client.js';
import { ChangeDialog } from './change-dialog.js';
import type { DialogProps } from './dialog-props.js';
import { useKeyChange } from './use-key-change.js';

interface ReasonDialogProps extends DialogProps {
  readonly kind: 'disable' | 'revoke';
}

const paths = { disable: '/v1/keys/{id}/disable', revoke: '/v1/keys/{id}/revoke' } as const;

/** Takes a key out of use, for now or for good: it always says why. */
export function ReasonDialog({ item, kind, onClose, onDone }: ReasonDialogProps) {
  const { t } = useTranslation('keys');
  const [reason, setReason] = useState<ReasonCode>(kind === 'revoke' ? 'leaked' : 'other');
  const [comment, setComment] = useState('');
  const change = useKeyChange(item, onDone);
  return (
    <ChangeDialog
      title={t(`${kind}.title`, { name: item.name })}
      text={t(`${kind}.text`)}
      action={t(`${kind}.action`)}
      dangerous={kind === 'revoke'}
      onClose={onClose}
      change={change}
      send={(header) => {
        const body = { reason, comment: comment.trim() === '' ? null : comment.trim() };
        return answerOf(
          api.POST(paths[kind], { params: { path: { id: item.id }, header: { ...header } }, body }),
        );
      }}
    >
      <Select
        label={t('reasonLabel')}
        allowDeselect={false}
        data-autofocus
        value={reason}
        onChange={(chosen) => setReason(reasonCodes.find((code) => code === chosen) ?? 'other')}
        data={reasonCodes.map((code) => ({ value: code, label: t(`reason.${code}`) }))}
      />
      <Textarea
        label={t('comment')}
        description={t('commentHint')}
        maxLength={commentLengthMax}
        autosize
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </ChangeDialog>
  );
}

export function EnableDialog({ item, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('keys');
  const change = useKeyChange(item, onDone);
  return (
    <ChangeDialog
      title={t('enable.title', { name: item.name })}
      text={t('enable.text')}
      action={t('enable.action')}
      onClose={onClose}
      change={change}
      send={(header) => {
        const params = { path: { id: item.id }, header: { 'If-Match': header['If-Match'] } };
        return answerOf(api.POST('/v1/keys/{id}/enable', { params, body: {} }));
      }}
    />
  );
}
