import { Checkbox, Stack } from '@mantine/core';
import { messagingNamespace } from '@keyledger/domain';
import { useTranslation } from 'react-i18next';
import { namespacesOf } from './namespace-choice.js';
import type { PickerProps } from './picker-props.js';
import { ScopeTexts } from './scope-texts.js';

/** Names of operations, all in one namespace (SG-2). */
export function OperationPicker(props: PickerProps) {
  const { t } = useTranslation('keys');
  const { scopes, onChange, catalogue } = props;
  const known = catalogue === null ? [] : namespacesOf(catalogue);
  const operations = known.find(({ name }) => name === messagingNamespace)?.operations ?? [];
  if (operations.length === 0) return <ScopeTexts {...props} />;
  return (
    <Checkbox.Group value={[...scopes]} onChange={onChange} label={t('permissions.operations')}>
      <Stack gap={6} mt={4}>
        {operations.map(({ name, summary }) => (
          <Checkbox
            key={name}
            label={name.slice(messagingNamespace.length + 1)}
            description={summary}
            value={name}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
