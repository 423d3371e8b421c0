import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { PageAnchor } from '../components/links.js';
import { useKeyOfAlert } from './key-of-alert.js';

/** The key that an alert is about, by its name; where that cannot be read, its id is as good a link. */
export function AlertKey({ alert }: { readonly alert: Pick<Schemas['Alert'], 'account' | 'keyId'> }) {
  const { t } = useTranslation('alerts');
  const key = useKeyOfAlert(alert);
  const { account, keyId } = alert;
  if (keyId === null) return <>{t('noKey')}</>;
  return (
    <PageAnchor
      to="/accounts/$account/keys/$key"
      params={{ account, key: keyId }}
      size="sm"
      className="any-text"
    >
      {key?.name ?? keyId}
    </PageAnchor>
  );
}
