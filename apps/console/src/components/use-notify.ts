import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

const colors = { done: 'teal', warning: 'yellow', failed: 'red' } as const;

/** Says in passing how something went. */
export function useNotify(): (how: keyof typeof colors, message: string) => void {
  const { t } = useTranslation('common');
  return (how, message) => {
    const closeButtonProps = { 'aria-label': t('close') };
    notifications.show({ message, color: colors[how], closeButtonProps });
  };
}
