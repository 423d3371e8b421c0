import { Checkbox, Radio, Stack } from '@mantine/core';
import {
  type CatalogueDefinition,
  everyReadScope,
  everythingScope,
  groupScopeOf,
  profileOf,
} from '@keyledger/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PickerProps } from './picker-props.js';

type Level = 'full' | 'read' | 'custom';

/** Full Access, Read Only, or a choice of groups (XN-4, XN-5). */
export function LevelPicker({ scopes, onChange, profile, catalogue }: PickerProps) {
  const { t } = useTranslation('keys');
  const [level, setLevel] = useState<Level | null>(levelOf(scopes));
  const choose = (chosen: string) => {
    setLevel(chosen as Level); // the values are those below
    onChange(chosen === 'full' ? [everythingScope] : chosen === 'read' ? [everyReadScope] : []);
  };
  return (
    <>
      <Radio.Group value={level ?? ''} onChange={choose} label={t('permissions.level')} required>
        <Stack gap={6} mt={4}>
          {(['read', 'custom', 'full'] as const).map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`permissions.levels.${one}`)}
              description={t(`permissions.levelHints.${one}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {level === 'custom' && (
        <Checkbox.Group value={[...scopes]} onChange={onChange} label={t('permissions.groups')}>
          <Stack gap={6} mt={4}>
            {(profileOf(profile).permissions.groups ?? []).map(({ id, title }) => (
              <Checkbox
                key={id}
                label={title}
                description={operationsOf(id, catalogue)}
                value={groupScopeOf(id)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </>
  );
}

function levelOf(scopes: readonly string[]): Level | null {
  if (scopes.includes(everythingScope)) return 'full';
  if (scopes.includes(everyReadScope)) return 'read';
  return scopes.length > 0 ? 'custom' : null;
}

function operationsOf(id: string, catalogue: CatalogueDefinition | null): string | undefined {
  const group = catalogue?.groups.find((one) => one.id === id);
  return group?.operations.join(', ');
}
