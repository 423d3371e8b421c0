import { useKnownText } from '../i18n/use-known-text.js';

/** What an event is called; its type where the messages do not know it. */
export function useEventText(): (type: string) => string {
  const knownText = useKnownText('audit');
  return (type) => knownText(`event.${type}`) ?? type;
}
