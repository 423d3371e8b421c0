import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type RangeId, defaultRange, rangeIds, rangeOf } from './ranges.js';

interface RangeChoiceProps {
  readonly value: RangeId;
  readonly onChange: (range: RangeId) => void;
}

export function RangeChoice({ value, onChange }: RangeChoiceProps) {
  const { t } = useTranslation('usage');
  return (
    <SegmentedControl
      aria-label={t('range.label')}
      size="xs"
      value={value}
      onChange={(chosen) => onChange(rangeOf(chosen) ?? defaultRange)}
      data={rangeIds.map((id) => ({ value: id, label: t(`range.${id}`) }))}
    />
  );
}
