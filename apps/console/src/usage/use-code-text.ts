import { useKnownText } from '../i18n/use-known-text.js';

/** Verdicts in words; the code itself where a newer server knows more of them. */
export function useCodeText(): (code: string) => string {
  const knownText = useKnownText('usage');
  return (code) => knownText(`code.${code}`) ?? code;
}
