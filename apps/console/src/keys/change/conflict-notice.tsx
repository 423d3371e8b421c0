import { useTranslation } from 'react-i18next';
import { ConflictAlert } from '../../components/conflict-alert.js';
import { differences } from './difference.js';
import type { KeyChange } from './use-key-change.js';

/** What somebody else has changed about the key meanwhile. */
export function ConflictNotice({ change }: { readonly change: KeyChange }) {
  const { t } = useTranslation('keys');
  if (change.conflict === null) return null;
  const { before, now } = change.conflict;
  return (
    <ConflictAlert
      title={t('conflict.title')}
      differences={differences(before, now).map(({ field, ...texts }) => {
        return { what: t(`conflict.field.${field}`), ...texts };
      })}
      onAccept={change.accept}
    />
  );
}
