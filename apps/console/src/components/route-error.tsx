import { ErrorState } from './error-state.js';

interface RouteErrorProps {
  readonly error: unknown;
  readonly reset: () => void;
}

export function RouteError({ error, reset }: RouteErrorProps) {
  return <ErrorState error={error} onRetry={reset} />;
}
