import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { actionIcons } from './action-icons.js';
import type { ChooseAction } from './use-acting.js';
import { useAllowedActions } from './use-allowed-actions.js';

interface AlertButtonsProps {
  readonly alert: Schemas['Alert'];
  readonly onChoose: ChooseAction;
}

/** What can be done about an alert, on its own page. */
export function AlertButtons({ alert, onChoose }: AlertButtonsProps) {
  const { t } = useTranslation('alerts');
  const actions = useAllowedActions(alert);
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
            onClick={() => onChoose(alert, action)}
          >
            {t(`action.${action}`)}
          </Button>
        );
      })}
    </>
  );
}
