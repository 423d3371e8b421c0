import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { PageAnchor } from '../components/links.js';
import { useKey } from '../keys/key-query.js';

/** The key that an alert is about, by its name. */
export function AlertKey({ alert }: { readonly alert: Pick<Schemas['Alert'], 'account' | 'keyId'> }) {
  const { t } = useTranslation('alerts');
  if (alert.keyId === null) return <>{t('noKey')}</>;
  return <NamedKey account={alert.account} keyId={alert.keyId} />;
}

/** Where its name cannot be read, its id is as good a link. */
function NamedKey({ account, keyId }: { readonly account: string; readonly keyId: string }) {
  const { data } = useKey(keyId);
  return (
    <PageAnchor
      to="/accounts/$account/keys/$key"
      params={{ account, key: keyId }}
      size="sm"
      className="any-text"
    >
      {data?.name ?? keyId}
    </PageAnchor>
  );
}
