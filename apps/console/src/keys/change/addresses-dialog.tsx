import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client.js';
import { addressEntries } from '../create/address-entries.js';
import { AddressField } from '../create/address-field.js';
import { ChangeDialog } from './change-dialog.js';
import type { DialogProps } from './dialog-props.js';
import { useKeyChange } from './use-key-change.js';

export function AddressesDialog({ item, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('keys');
  const { enforced, entries } = item.ipAllowlist;
  const [choice, setChoice] = useState({ enforced, text: entries.join('\n') });
  const change = useKeyChange(item, onDone);
  const typed = addressEntries(choice.text);
  return (
    <ChangeDialog
      title={t('addresses.title')}
      action={t('addresses.save')}
      onClose={onClose}
      change={change}
      ready={typed.wrong.length === 0 && !typed.tooMany}
      send={(header) => {
        const params = { path: { id: item.id }, header: { ...header } };
        const body = { enforced: choice.enforced, entries: [...typed.entries] };
        return answerOf(api.PUT('/v1/keys/{id}/ip-allowlist', { params, body }));
      }}
    >
      <AddressField value={choice} onChange={setChoice} />
    </ChangeDialog>
  );
}
