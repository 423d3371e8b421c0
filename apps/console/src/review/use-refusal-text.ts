import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { useKnownText } from '../i18n/use-known-text.js';

/** Why a proposal was not applied, in words. */
export function useRefusalText(): (outcome: Schemas['AppliedProposal']) => string {
  const { t } = useTranslation('review');
  const knownText = useKnownText('problems');
  return ({ code, detail }) => {
    if (code === 'REVISION_MISMATCH') return t('movedOn');
    return (code === null ? null : knownText(code)) ?? detail ?? code ?? '';
  };
}
