import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { actionIcons } from './action-icons.js';
import { type AlertActionsProps, useAlertActions } from './use-alert-actions.js';

/** What can be done about an alert, on its own page. */
export function AlertButtons(props: AlertActionsProps) {
  const { t } = useTranslation('alerts');
  const { actions, choose, dialog } = useAlertActions(props);
  return (
    <>
      {actions.map((action) => {
        const Icon = actionIcons[action];
        const dangerous = action === 'revoke';
        return (
          <Button
            key={action}
            variant={dangerous ? 'outline' : 'default'}
            color={dangerous ? 'red' : undefined}
            leftSection={<Icon size={16} />}
            onClick={() => choose(action)}
          >
            {t(`action.${action}`)}
          </Button>
        );
      })}
      {dialog}
    </>
  );
}
