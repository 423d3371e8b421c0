import { Textarea } from '@mantine/core';
import { commentLengthMax } from '@keyledger/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { ConfirmAction } from '../../components/confirm-action.js';
import { useAlertChange } from './use-alert-change.js';

const paths = {
  acknowledge: '/v1/accounts/{account}/alerts/{alert}/acknowledge',
  resolve: '/v1/accounts/{account}/alerts/{alert}/resolve',
} as const;

interface CommentDialogProps {
  readonly action: keyof typeof paths;
  readonly alert: Schemas['Alert'];
  readonly onClose: () => void;
}

/** Takes an alert on, or is done with it: with what there is to say about it. */
export function CommentDialog({ action, alert, onClose }: CommentDialogProps) {
  const { t } = useTranslation('alerts');
  const [comment, setComment] = useState('');
  const change = useAlertChange({
    send: () => {
      const params = { path: { account: alert.account, alert: alert.id } };
      const text = comment.trim();
      return answerOf(api.POST(paths[action], { params, body: text === '' ? {} : { comment: text } }));
    },
    onDone: onClose,
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t(`${action}.title`)}
      text={t(`${action}.text`)}
      action={t(`action.${action}`)}
      onConfirm={change.run}
      pending={change.pending}
      error={change.error}
    >
      <Textarea
        label={t('comment')}
        description={t(`${action}.hint`)}
        data-autofocus
        autosize
        minRows={2}
        maxLength={commentLengthMax}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </ConfirmAction>
  );
}
