import { useTranslation } from 'react-i18next';

/** Numbers to the unit, as they are written in the viewer's language. */
export function useNumber(): (value: number) => string {
  const { i18n } = useTranslation();
  const format = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return (value) => format.format(value);
}
