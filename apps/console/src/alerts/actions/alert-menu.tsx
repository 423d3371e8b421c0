import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { actionIcons } from './action-icons.js';
import { type AlertActionsProps, useAlertActions } from './use-alert-actions.js';

/** What can be done about an alert, in a line of the list. */
export function AlertMenu(props: AlertActionsProps) {
  const { t } = useTranslation('alerts');
  const { actions, choose, dialog } = useAlertActions(props);
  if (actions.length === 0) return null;
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('actionsOf', { rule: t(`rule.${props.alert.rule}`) })}
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
                onClick={() => choose(action)}
              >
                {t(`action.${action}`)}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  );
}
