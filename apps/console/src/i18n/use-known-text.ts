import type { Namespace } from 'i18next';
import { useTranslation } from 'react-i18next';

/**
 * Texts for what the server names: codes, types of events, reasons. Null where the messages do not have it, since a
 * newer server may say more than this page knows.
 */
export function useKnownText(
  namespace: Exclude<Namespace, readonly string[]>,
): (key: string) => string | null {
  const { i18n } = useTranslation();
  // The types of the messages know keys that are written in the code alone.
  const textOf = i18n.t.bind(i18n) as (key: string, options: { readonly ns: string }) => string;
  return (key) => (i18n.exists(key, { ns: namespace }) ? textOf(key, { ns: namespace }) : null);
}
