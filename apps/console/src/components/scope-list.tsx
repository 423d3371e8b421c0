import { Badge, Group, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface ScopeListProps {
  readonly scopes: readonly string[];
  /** More than these are counted. */
  readonly max?: number;
}

export function ScopeList({ scopes, max = 50 }: ScopeListProps) {
  const { t } = useTranslation('common');
  const shown = scopes.slice(0, max);
  const hidden = scopes.slice(max);
  return (
    <Group gap={4} component="ul" p={0} m={0} className="scope-list">
      {shown.map((scope) => (
        <Badge key={scope} component="li" variant="default" ff="monospace" maw="100%">
          {scope}
        </Badge>
      ))}
      {hidden.length > 0 && (
        <Tooltip label={hidden.slice(0, 20).join(', ')} multiline maw={420}>
          <Badge component="li" variant="default">
            {t('more', { count: hidden.length })}
          </Badge>
        </Tooltip>
      )}
    </Group>
  );
}
