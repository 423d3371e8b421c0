import { Alert, Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../api/use-problem-text.js';
import { signIn } from './session-api.js';
import { setSessionState } from './session-store.js';

/** Takes an admin key once and exchanges it for a session; the field is emptied either way. */
export function SignInForm() {
  const { t } = useTranslation('common');
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [key, setKey] = useState('');
  const attempt = useMutation({
    mutationFn: signIn,
    gcTime: 0, // the key is in it
    onSuccess: (session) => {
      setSessionState({ kind: 'signed-in', session });
      void queries.invalidateQueries(); // another key may see less, or more
    },
    onSettled: () => setKey(''),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (key.trim() !== '' && !attempt.isPending) attempt.mutate(key.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {attempt.error !== null && (
          <Alert color="red" role="alert">
            {problemText(attempt.error).title}
          </Alert>
        )}
        <PasswordInput
          label={t('signIn.key')}
          description={t('signIn.keyHint')}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          required
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        <Button type="submit" loading={attempt.isPending}>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  );
}
