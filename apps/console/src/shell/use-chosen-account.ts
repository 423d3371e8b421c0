import { useLocation } from '@tanstack/react-router';

const accountInPath = /^\/accounts\/([^/]+)/;

/**
 * The account that the address bar names. It is ahead of the page while that one is being fetched: whoever has chosen
 * another account and goes on to its settings must not find those of the account before.
 */
export function useChosenAccount(): string | undefined {
  return useLocation({ select: ({ pathname }) => accountInPath.exec(pathname)?.[1] });
}
