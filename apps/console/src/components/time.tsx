import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { localText, relativeText, utcText } from './time-text.js';
import { useNow } from './use-now.js';

interface TimeProps {
  /** ISO 8601; null: never. */
  readonly value: string | null;
  /** `3 hours ago` instead of the date. */
  readonly relative?: boolean;
  readonly seconds?: boolean;
}

/** A point in time in the viewer's zone; the exact one, in UTC, when pointed at or focused. */
export function Time({ value, relative = false, seconds = false }: TimeProps) {
  const { t, i18n } = useTranslation('common');
  const nowMs = useNow(relative);
  if (value === null) return <>{t('never')}</>;
  const local = localText(value, i18n.language, seconds);
  return (
    <Tooltip label={relative ? `${local} · ${utcText(value)}` : utcText(value)} openDelay={200}>
      <time dateTime={value}>{relative ? relativeText(value, nowMs, i18n.language) : local}</time>
    </Tooltip>
  );
}
