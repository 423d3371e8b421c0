import { Group, MultiSelect, Select } from '@mantine/core';
import { environments } from '@keyledger/domain';
import { useTranslation } from 'react-i18next';
import { TypedFilter } from '../components/typed-filter.js';
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
