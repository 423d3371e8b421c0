import { useTranslation } from 'react-i18next';
import { ConflictAlert } from '../../components/conflict-alert.js';
import type { TaggedCatalogue } from '../../keys/catalogue-query.js';
import { catalogueDifferences } from './catalogue-differences.js';

/** A catalogue may have thousands of operations; more rows than these nobody reads. */
const shownMax = 20;

interface CatalogueConflictProps {
  readonly conflict: { readonly before: TaggedCatalogue; readonly now: TaggedCatalogue } | null;
  readonly onAccept: () => void;
}

/** What somebody else has changed about the catalogue meanwhile. */
export function CatalogueConflict({ conflict, onAccept }: CatalogueConflictProps) {
  const { t } = useTranslation('settings');
  if (conflict === null) return null;
  const all = catalogueDifferences(conflict.before.definition, conflict.now.definition);
  const shown = all.slice(0, shownMax).map(({ name, before, now }) => {
    return { what: name, before: before ?? t('conflict.none'), now: now ?? t('conflict.none') };
  });
  const hidden = all.length - shown.length;
  const more = { what: t('conflict.more', { count: hidden }), before: '', now: '' };
  return (
    <ConflictAlert
      title={t('conflict.title')}
      differences={hidden > 0 ? [...shown, more] : shown}
      onAccept={onAccept}
    />
  );
}
