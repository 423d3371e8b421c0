import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../components/error-state.js';
import { readSession } from './session-api.js';
import { sessionState, setSessionState } from './session-store.js';
import { SessionOverlay } from './session-overlay.js';
import { SignInPage } from './sign-in-page.js';
import { useSessionState } from './use-session.js';

/** Shows the pages to whoever is signed in, and the sign-in page to everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('common');
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
      <>
        {children}
        <SessionOverlay />
      </>
    );
  }
  return (
    <Center mih="100vh" p="md">
      {found.error === null ? (
        <Loader aria-label={t('loading')} />
      ) : (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      )}
    </Center>
  );
}
