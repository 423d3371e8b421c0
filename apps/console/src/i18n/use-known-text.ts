import type { Namespace } from 'i18next';
import { useTranslation } from 'react-i18next';

/** What stands in the placeholders of a text. */
type Facts = Readonly<Record<string, string>>;

/**
 * Texts for what the server names: codes, types of events, reasons. Null where the messages do not have it, since a
 * newer server may say more than this page knows.
 */
export function useKnownText(
  namespace: Exclude<Namespace, readonly string[]>,
): (key: string, facts?: Facts) => string | null {
  const { i18n } = useTranslation();
  // The types of the messages know keys that are written in the code alone.
  const textOf = i18n.t.bind(i18n) as (key: string, options: Facts) => string;
  return (key, facts = {}) =>
    i18n.exists(key, { ns: namespace }) ? textOf(key, { ...facts, ns: namespace }) : null;
}
