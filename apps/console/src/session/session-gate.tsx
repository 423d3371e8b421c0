import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../components/error-state.js';
import { readSession } from './session-api.js';
import { sessionState, setSessionState } from './session-store.js';
import { SignInPage } from './sign-in-page.js';
import { useSessionState } from './use-session.js';

/** Pages are for those who have signed in: nobody else fetches them. */
const SignedIn = lazy(async () => ({ default: (await import('../signed-in.js')).SignedIn }));

/** Shows the pages to whoever is signed in, and the sign-in page to everybody else. */
export function SessionGate() {
  const state = useSessionState();
  const found = useQuery({ queryKey: ['session'], queryFn: readSession, staleTime: Infinity });
  useEffect(() => {
    if (found.data === undefined || sessionState().kind !== 'unknown') return;
    setSessionState(
      found.data === null ? { kind: 'signed-out' } : { kind: 'signed-in', session: found.data },
    );
  }, [found.data]);

  if (state.kind === 'signed-out') return <SignInPage />;
  if (state.kind !== 'unknown') {
    return (
      <Suspense fallback={<Waiting />}>
        <SignedIn />
      </Suspense>
    );
  }
  if (found.error === null) return <Waiting />;
  return (
    <Center mih="100vh" p="md">
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    </Center>
  );
}

function Waiting() {
  const { t } = useTranslation('common');
  return (
    <Center mih="100vh" p="md">
      <Loader role="status" aria-label={t('loading')} />
    </Center>
  );
}
