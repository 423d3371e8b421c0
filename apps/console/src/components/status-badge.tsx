import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** States of keys and alerts, and severities; colour is never all that tells them apart. */
const colors = {
  active: 'teal',
  disabled: 'yellow',
  expired: 'gray',
  rotated: 'gray',
  revoked: 'red',
  open: 'red',
  acknowledged: 'yellow',
  resolved: 'teal',
  info: 'blue',
  warning: 'yellow',
  critical: 'red',
  live: 'teal',
  lapsed: 'red',
  left: 'gray',
} as const;

export type Status = keyof typeof colors;

export function StatusBadge({ status }: { readonly status: Status }) {
  const { t } = useTranslation('common');
  return (
    <Badge color={colors[status]} variant="light" className="status-badge">
      {t(`status.${status}`)}
    </Badge>
  );
}
