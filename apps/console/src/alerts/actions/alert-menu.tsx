import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { actionIcons } from './action-icons.js';
import type { ChooseAction } from './use-acting.js';
import { useAllowedActions } from './use-allowed-actions.js';

interface AlertMenuProps {
  readonly alert: Schemas['Alert'];
  readonly onChoose: ChooseAction;
}

/** What can be done about an alert, in a line of the list. */
export function AlertMenu({ alert, onChoose }: AlertMenuProps) {
  const { t } = useTranslation('alerts');
  const actions = useAllowedActions(alert);
  if (actions.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('actionsOf', { rule: t(`rule.${alert.rule}`) })}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action) => {
          const Icon = actionIcons[action];
          return (
            <Menu.Item
              key={action}
              leftSection={<Icon size={16} />}
              color={action === 'revoke' ? 'red' : undefined}
              onClick={() => onChoose(alert, action)}
            >
              {t(`action.${action}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
