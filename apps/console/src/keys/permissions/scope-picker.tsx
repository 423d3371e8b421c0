import { Checkbox, Group, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { type CatalogueDefinition, everythingScope } from '@keyledger/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Extent,
  type Namespace,
  extentIn,
  namespacesOf,
  toggled,
  withExtent,
} from './namespace-choice.js';
import type { PickerProps } from './picker-props.js';

type ScopePickerProps = PickerProps & { readonly catalogue: CatalogueDefinition };

/** Scopes of the four levels (WX-4), by namespace of the catalogue. */
export function ScopePicker({ scopes, onChange, catalogue }: ScopePickerProps) {
  const { t } = useTranslation('keys');
  const everything = scopes.includes(everythingScope);
  return (
    <Stack gap="xs">
      <Switch
        label={t('permissions.everything')}
        description={t('permissions.everythingHint')}
        checked={everything}
        onChange={(event) => onChange(event.currentTarget.checked ? [everythingScope] : [])}
      />
      {!everything &&
        namespacesOf(catalogue).map((namespace) => (
          <NamespaceRow key={namespace.name} namespace={namespace} scopes={scopes} onChange={onChange} />
        ))}
    </Stack>
  );
}

interface NamespaceRowProps {
  readonly namespace: Namespace;
  readonly scopes: readonly string[];
  readonly onChange: (scopes: readonly string[]) => void;
}

function NamespaceRow({ namespace, scopes, onChange }: NamespaceRowProps) {
  const { t } = useTranslation('keys');
  const { name } = namespace;
  const held = extentIn(name, scopes);
  const [choosing, setChoosing] = useState(held === 'chosen');
  const extent = choosing ? 'chosen' : held;
  const change = (chosen: string) => {
    setChoosing(chosen === 'chosen');
    onChange(withExtent(name, chosen as Extent, scopes)); // the values are those below
  };
  return (
    <div role="group" aria-label={name} className="namespace">
      <Group justify="space-between" gap="xs">
        <Text size="sm" ff="monospace">
          {name}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t('permissions.extentOf', { namespace: name })}
          value={extent}
          onChange={change}
          data={(['none', 'read', 'all', 'chosen'] as const).map((value) => ({
            value,
            label: t(`permissions.extent.${value}`),
          }))}
        />
      </Group>
      {extent === 'chosen' && <Operations namespace={namespace} scopes={scopes} onChange={onChange} />}
    </div>
  );
}

function Operations({ namespace, scopes, onChange }: NamespaceRowProps) {
  const { t } = useTranslation('keys');
  const reading = `${namespace.name}:read`;
  const choices = [
    { name: reading, access: 'read' as const, summary: t('permissions.allReading') },
    ...namespace.operations,
  ];
  return (
    <Stack gap={6} mt={8}>
      {choices.map(({ name, access, summary }) => (
        <Checkbox
          key={name}
          size="xs"
          label={name}
          description={[t(`permissions.${access}`), summary].filter((text) => text !== null).join(' · ')}
          checked={scopes.includes(name)}
          onChange={(event) => onChange(toggled(name, event.currentTarget.checked, scopes))}
        />
      ))}
    </Stack>
  );
}
