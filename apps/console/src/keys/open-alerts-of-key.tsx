import { Badge, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { freshness } from '../api/freshness.js';
import type { KeySectionProps } from './key-section-props.js';

/** A key has at most one open alert for each rule. */
const countedMax = 20;
const refreshMs = 10_000;

/** How many alerts about the key are open; nothing where there are none, or nobody knows. */
export function OpenAlertsOfKey({ item: { id, account } }: KeySectionProps) {
  const { t } = useTranslation('common');
  const { data: count = 0 } = useQuery({
    queryKey: ['alerts', account, 'open-count', id],
    queryFn: async ({ signal }) => {
      const query = { status: 'open', keyId: id, limit: countedMax, ...freshness() } as const;
      const params = { path: { account }, query };
      const { items } = await answerOf(api.GET('/v1/accounts/{account}/alerts', { params, signal }));
      return items.length;
    },
    refetchInterval: refreshMs,
  });
  if (count === 0) return null;
  return (
    <Badge color="red" variant="light" size="sm" className="status-badge">
      <span aria-hidden>{count}</span>
      <VisuallyHidden>{t('shell.openAlerts', { count })}</VisuallyHidden>
    </Badge>
  );
}
