import { Badge, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOpenAlerts } from './alerts-query.js';

/** How many alerts are open, beside the link to them; nothing where there are none, or nobody knows. */
export function OpenAlertsBadge({ account }: { readonly account: string }) {
  const { t } = useTranslation('common');
  const { data } = useOpenAlerts(account);
  if (data === undefined || data.count === 0) return null;
  const text = data.more ? `${data.count}+` : String(data.count);
  return (
    <Badge color="red" variant="light" size="sm" className="status-badge">
      <span aria-hidden>{text}</span>
      <VisuallyHidden>{t('shell.openAlerts', { count: data.count })}</VisuallyHidden>
    </Badge>
  );
}
