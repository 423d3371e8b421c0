import { TagsInput } from '@mantine/core';
import { parseScope, profileOf } from '@keyledger/domain';
import { useTranslation } from 'react-i18next';
import type { PickerProps } from './picker-props.js';

/** Scopes as they are written, where no catalogue says what there is to choose from. */
export function ScopeTexts({ scopes, onChange, profile }: PickerProps) {
  const { t } = useTranslation('keys');
  const { accepts } = profileOf(profile).permissions;
  const wrong = scopes.filter((text) => {
    const scope = parseScope(text);
    return scope === null || !accepts(scope);
  });
  return (
    <TagsInput
      label={t('permissions.scopes')}
      description={t('permissions.scopesHint')}
      placeholder="orders:read"
      splitChars={[',', ' ']}
      acceptValueOnBlur
      value={[...scopes]}
      onChange={onChange}
      error={wrong.length > 0 && t('permissions.notScopes', { scopes: wrong.join(', ') })}
      required
    />
  );
}
