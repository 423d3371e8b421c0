import { useTranslation } from 'react-i18next';
import { otherName } from './time-series.js';
import { useCodeText } from './use-code-text.js';

/** Names that stand for nothing, or for many, in words. */
export function useNameTexts() {
  const { t } = useTranslation('usage');
  const codeText = useCodeText();
  return {
    outcome: (code: string) => (code === otherName ? t('other') : codeText(code)),
    operation: (name: string | null) => known(name, t('noOperation')),
    network: (name: string | null) => known(name, t('unknownNetwork')),
  } as const;

  function known(name: string | null, absent: string): string {
    if (name === null || name === '') return absent;
    return name === otherName ? t('other') : name;
  }
}
