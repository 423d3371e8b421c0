import { Stack, Switch, Text, Textarea } from '@mantine/core';
import { addressesMax } from '@keyledger/domain';
import { useTranslation } from 'react-i18next';
import { type AddressChoice, addressEntries } from './address-entries.js';

interface AddressFieldProps {
  readonly value: AddressChoice;
  readonly onChange: (value: AddressChoice) => void;
}

/** Where a key may be used from: the toggle and the list (XD-5), checked while typing. */
export function AddressField({ value, onChange }: AddressFieldProps) {
  const { t } = useTranslation('keys');
  const { entries, wrong, tooMany } = addressEntries(value.text);
  const error = tooMany
    ? t('addresses.tooMany', { max: addressesMax })
    : wrong.length > 0 && t('addresses.wrong', { entries: wrong.slice(0, 5).join(', ') });
  return (
    <Stack gap="xs">
      <Switch
        label={t('addresses.toggle')}
        description={t('addresses.toggleHint')}
        checked={value.enforced}
        onChange={(event) => onChange({ ...value, enforced: event.currentTarget.checked })}
      />
      {(value.enforced || value.text !== '') && (
        <Textarea
          label={t('addresses.list')}
          description={t('addresses.hint')}
          placeholder={'203.0.113.0/24\n2001:db8::/48'}
          autosize
          minRows={2}
          maxRows={10}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          spellCheck={false}
          value={value.text}
          onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
          error={error}
        />
      )}
      {value.enforced && (
        <Text size="xs" c="dimmed" aria-live="polite">
          {entries.length === 0
            ? t('addresses.empty')
            : t('addresses.read', { entries: entries.slice(0, 20).join(', ') })}
        </Text>
      )}
    </Stack>
  );
}
