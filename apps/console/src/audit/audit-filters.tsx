import { Group, Select, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TypedFilter } from '../components/typed-filter.js';
import type { MaybeAbsent } from '../shell/search-params.js';
import { type AuditSearch, inputValueOf, instantOf } from './audit-search.js';
import { eventTypeOf, eventTypesBySubject, subjects } from './event-types.js';
import { useEventText } from './use-event-text.js';

interface AuditFiltersProps {
  readonly search: AuditSearch;
  readonly onChange: (part: Partial<MaybeAbsent<AuditSearch>>, replace: boolean) => void;
}

export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const { t } = useTranslation('audit');
  const eventText = useEventText();
  return (
    <Group gap="xs" mb="sm" role="search" align="flex-end">
      <Select
        aria-label={t('what')}
        placeholder={t('anyType')}
        clearable
        searchable
        w={180}
        value={search.type ?? null}
        data={subjects.map((subject) => ({
          group: t(`subject.${subject}`),
          items: eventTypesBySubject[subject].map((type) => ({ value: type, label: eventText(type) })),
        }))}
        onChange={(chosen) => onChange({ type: eventTypeOf(chosen) }, false)}
      />
      <TypedFilter label={t('keyId')} value={search.key} onChange={(key) => onChange({ key }, true)} />
      <TypedFilter
        label={t('actorId')}
        value={search.actor}
        onChange={(actor) => onChange({ actor }, true)}
      />
      <PointInTime label={t('from')} value={search.from} onChange={(from) => onChange({ from }, true)} />
      <PointInTime label={t('to')} value={search.to} onChange={(to) => onChange({ to }, true)} />
    </Group>
  );
}

interface PointInTimeProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** In the viewer's zone; the address has it in UTC. */
function PointInTime({ label, value, onChange }: PointInTimeProps) {
  return (
    <TextInput
      type="datetime-local"
      leftSection={<Text size="xs">{label}</Text>}
      leftSectionWidth={42}
      aria-label={label}
      w={216}
      defaultValue={inputValueOf(value)}
      onChange={(event) => onChange(instantOf(event.currentTarget.value))}
    />
  );
}
