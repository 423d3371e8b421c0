import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client.js';
import { type ExpiryChoice, expiresAt, suggestedExpiry } from '../create/expiry-choice.js';
import { ExpiryField } from '../create/expiry-field.js';
import { ChangeDialog } from './change-dialog.js';
import type { DialogProps } from './dialog-props.js';
import { useKeyChange } from './use-key-change.js';

export function ExpiryDialog({ item, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('keys');
  const [choice, setChoice] = useState<ExpiryChoice>(() =>
    suggestedExpiry(item.profile, item.scopes, item.environment),
  );
  const change = useKeyChange(item, onDone);
  return (
    <ChangeDialog
      title={t('expiry.change')}
      text={t('expiry.changeText')}
      action={t('expiry.save')}
      onClose={onClose}
      change={change}
      ready={expiresAt(choice, 0) !== undefined}
      send={(header) => {
        const params = { path: { id: item.id }, header: { ...header } };
        const body = { expiresAt: expiresAt(choice, Date.now()) ?? null };
        return answerOf(api.PUT('/v1/keys/{id}/expiry', { params, body }));
      }}
    >
      <ExpiryField profile={item.profile} scopes={item.scopes} value={choice} onChange={setChoice} />
    </ChangeDialog>
  );
}
