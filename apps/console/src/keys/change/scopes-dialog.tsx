import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client.js';
import { ErrorState } from '../../components/error-state.js';
import { LoadingState } from '../../components/loading-state.js';
import { useCatalogue } from '../catalogue-query.js';
import { PermissionPicker } from '../permissions/permission-picker.js';
import { ChangeDialog } from './change-dialog.js';
import type { DialogProps } from './dialog-props.js';
import { useKeyChange } from './use-key-change.js';

export function ScopesDialog({ item, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('keys');
  const [scopes, setScopes] = useState<readonly string[]>(item.scopes);
  const catalogue = useCatalogue(item.account);
  const change = useKeyChange(item, onDone);
  return (
    <ChangeDialog
      title={t('permissions.title')}
      action={t('permissions.save')}
      onClose={onClose}
      change={change}
      ready={scopes.length > 0}
      send={(header) => {
        const params = { path: { id: item.id }, header: { ...header } };
        return answerOf(api.PUT('/v1/keys/{id}/scopes', { params, body: { scopes: [...scopes] } }));
      }}
    >
      {catalogue.error !== null && (
        <ErrorState error={catalogue.error} onRetry={() => void catalogue.refetch()} />
      )}
      {catalogue.isPending && <LoadingState lines={3} />}
      {catalogue.data !== undefined && (
        <PermissionPicker
          profile={item.profile}
          catalogue={catalogue.data}
          scopes={scopes}
          onChange={setScopes}
        />
      )}
    </ChangeDialog>
  );
}
