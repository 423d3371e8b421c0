import { Button, Group, SegmentedControl, Select } from '@mantine/core';
import { alertRules, alertSeverities } from '@keyledger/domain';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type AlertSearch, statusChoices } from './alert-search.js';

interface AlertFiltersProps {
  readonly search: AlertSearch;
  readonly onChange: (part: { readonly [Name in keyof AlertSearch]: AlertSearch[Name] | undefined }) => void;
}

export function AlertFilters({ search, onChange }: AlertFiltersProps) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation('common');
  return (
    <Group gap="xs" mb="sm" role="search">
      <SegmentedControl
        aria-label={t('status')}
        size="xs"
        value={search.status ?? 'open'}
        onChange={(chosen) => onChange({ status: statusChoices.find((status) => status === chosen) })}
        data={statusChoices.map((status) => ({ value: status, label: t(`statuses.${status}`) }))}
      />
      <Select
        aria-label={t('ruleLabel')}
        placeholder={t('ruleLabel')}
        clearable
        w={230}
        value={search.rule ?? null}
        data={alertRules.map((rule) => ({ value: rule, label: t(`rule.${rule}`) }))}
        onChange={(chosen) => onChange({ rule: alertRules.find((rule) => rule === chosen) })}
      />
      <Select
        aria-label={t('severity')}
        placeholder={t('severity')}
        clearable
        w={140}
        value={search.severity ?? null}
        data={alertSeverities.map((severity) => ({ value: severity, label: common(`status.${severity}`) }))}
        onChange={(chosen) => onChange({ severity: alertSeverities.find((severity) => severity === chosen) })}
      />
      {search.keyId !== undefined && (
        <Button
          variant="default"
          size="xs"
          rightSection={<IconX size={13} />}
          onClick={() => onChange({ keyId: undefined })}
        >
          {t('ofKey', { id: search.keyId })}
        </Button>
      )}
    </Group>
  );
}
