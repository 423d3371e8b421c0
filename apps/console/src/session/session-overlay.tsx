import { Button, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SignInForm } from './sign-in-form.js';
import { setSessionState } from './session-store.js';
import { useSessionState } from './use-session.js';

/** Over the page whose session has ended: what was being done waits behind it, and goes on once signed in again. */
export function SessionOverlay() {
  const { t } = useTranslation('common');
  const ended = useSessionState().kind === 'ended';
  const queries = useQueryClient();
  const leave = () => {
    setSessionState({ kind: 'signed-out' });
    queries.clear(); // nothing of what was seen stays in the page
  };
  return (
    <Modal
      opened={ended}
      onClose={leave}
      title={t('signIn.again')}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      zIndex={1000}
      centered
    >
      <Stack>
        <Text size="sm">{t('signIn.againWhy')}</Text>
        <SignInForm />
        <Button variant="subtle" color="gray" onClick={leave}>
          {t('signIn.leave')}
        </Button>
      </Stack>
    </Modal>
  );
}
