import { Group, Select, TextInput } from '@mantine/core';
import type { ProfileId } from '@keyledger/domain';
import { useTranslation } from 'react-i18next';
import { type ExpiryChoice, daysOffered, expiresAt, mayLiveForever } from './expiry-choice.js';

interface ExpiryFieldProps {
  readonly value: ExpiryChoice;
  readonly onChange: (choice: ExpiryChoice) => void;
  readonly profile: ProfileId;
  readonly scopes: readonly string[];
}

const never = 'never';
const date = 'date';

export function ExpiryField({ value, onChange, profile, scopes }: ExpiryFieldProps) {
  const { t } = useTranslation('keys');
  const days = daysOffered(profile, scopes);
  const choose = (chosen: string | null) => {
    if (chosen === never) onChange({ kind: 'never' });
    else if (chosen === date) onChange({ kind: 'date', local: '' });
    else onChange({ kind: 'days', days: Number(chosen) });
  };
  const undated = value.kind === 'date' && expiresAt(value, 0) === undefined;
  return (
    <Group align="flex-end" gap="sm" grow preventGrowOverflow={false}>
      <Select
        label={t('expiry.title')}
        allowDeselect={false}
        value={value.kind === 'days' ? String(value.days) : value.kind}
        onChange={choose}
        data={[
          ...days.map((count) => ({ value: String(count), label: t('expiry.days', { count }) })),
          { value: date, label: t('expiry.date') },
          ...(mayLiveForever(profile) ? [{ value: never, label: t('expiry.never') }] : []),
        ]}
      />
      {value.kind === 'date' && (
        <TextInput
          type="datetime-local"
          label={t('expiry.when')}
          required
          value={value.local}
          error={undated && value.local !== ''}
          onChange={(event) => onChange({ kind: 'date', local: event.currentTarget.value })}
        />
      )}
    </Group>
  );
}
