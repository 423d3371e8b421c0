import { ActionIcon, Menu, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../api/use-problem-text.js';
import { signOut } from '../session/session-api.js';
import { setSessionState } from '../session/session-store.js';
import { useSession } from '../session/use-session.js';

export function UserMenu() {
  const { t } = useTranslation('common');
  const session = useSession();
  const leave = useLeaving();
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.you')}>
          <IconUserCircle size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="bright" truncate>
            {session.name}
          </Text>
          <Text size="xs" truncate>
            {session.scopes.join(', ')}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave.mutate(false)}>
          {t('shell.signOut')}
        </Menu.Item>
        <Menu.Item onClick={() => leave.mutate(true)}>{t('shell.signOutEverywhere')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function useLeaving() {
  const session = useSession();
  const queries = useQueryClient();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: (everywhere: boolean) => signOut(session, everywhere),
    onSuccess: () => {
      setSessionState({ kind: 'signed-out' });
      queries.clear(); // nothing of what was seen stays in the page
    },
    onError: (error) => notifications.show({ color: 'red', message: problemText(error).title }),
  });
}
