import { Navigate } from '@tanstack/react-router';
import { ErrorState } from '../components/error-state.js';
import { PageLoading } from '../components/loading-state.js';
import { useAccounts } from './accounts-query.js';

const reservedForAdmins = 'system';

/** Where `/` leads: to the keys of the only account, or to the list of accounts, which is where the first one is made. */
export function StartPage() {
  const accounts = useAccounts();
  if (accounts.data === undefined) {
    return accounts.error === null ? (
      <PageLoading />
    ) : (
      <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />
    );
  }
  const [first, ...others] = accounts.data.filter(({ id }) => id !== reservedForAdmins);
  if (first === undefined || others.length > 0) return <Navigate to="/accounts" replace />;
  return <Navigate to="/accounts/$account/keys" params={{ account: first.id }} replace />;
}
