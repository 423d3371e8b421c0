import { Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { environments } from '@keyledger/domain';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type KeySearch, keyStatuses } from './key-search.js';
import { useTags } from './tags-query.js';

interface KeyFiltersProps {
  readonly account: string;
  readonly search: KeySearch;
  /** `replace`: the address changes without an entry in the history, as while typing. */
  readonly onChange: (
    part: { readonly [Name in keyof KeySearch]: KeySearch[Name] | undefined },
    replace: boolean,
  ) => void;
}

const typingPauseMs = 300;

export function KeyFilters({ account, search, onChange }: KeyFiltersProps) {
  const { t } = useTranslation('keys');
  const { t: common } = useTranslation('common');
  const tags = useTags(account);
  return (
    <Group gap="xs" mb="sm" role="search">
      <TypedFilter label={t('filter.search')} value={search.q} onChange={(q) => onChange({ q }, true)} icon />
      <Select
        aria-label={t('status')}
        placeholder={t('status')}
        clearable
        size="sm"
        w={150}
        value={search.status ?? null}
        data={keyStatuses.map((status) => ({ value: status, label: common(`status.${status}`) }))}
        onChange={(chosen) => onChange({ status: keyStatuses.find((one) => one === chosen) }, false)}
      />
      <Select
        aria-label={t('environment')}
        placeholder={t('environment')}
        clearable
        w={150}
        value={search.environment ?? null}
        data={environments.map((environment) => ({
          value: environment,
          label: t(`environments.${environment}`),
        }))}
        onChange={(chosen) => onChange({ environment: environments.find((one) => one === chosen) }, false)}
      />
      {(tags.length > 0 || search.tag !== undefined) && (
        <MultiSelect
          aria-label={t('tags')}
          placeholder={search.tag === undefined ? t('tags') : undefined}
          clearable
          searchable
          miw={150}
          value={[...(search.tag ?? [])]}
          data={[...new Set([...tags, ...(search.tag ?? [])])]}
          onChange={(tag) => onChange({ tag: tag.length === 0 ? undefined : tag }, false)}
        />
      )}
      <TypedFilter label={t('owner')} value={search.owner} onChange={(owner) => onChange({ owner }, true)} />
    </Group>
  );
}

interface TypedFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly icon?: boolean;
}

/** Asks the server when the typing pauses. */
function TypedFilter({ label, value, onChange, icon = false }: TypedFilterProps) {
  const [text, setText] = useState(value ?? '');
  const changeLater = useDebouncedCallback(onChange, typingPauseMs);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      type="search"
      flex={icon ? '1 1 200px' : undefined}
      w={icon ? undefined : 170}
      maw={icon ? 360 : undefined}
      leftSection={icon ? <IconSearch size={16} /> : undefined}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        changeLater(typed.trim() === '' ? undefined : typed.trim());
      }}
    />
  );
}
