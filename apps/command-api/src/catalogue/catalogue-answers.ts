import type { CatalogueChangesAnswer, CatalogueTakenAnswer, ReportEntry } from '@keyledger/contracts';
import type { CatalogueChanges } from '@keyledger/domain';

/** How much of a list is shown: enough for people to see what it is about. */
const namesShownMax = 100;
const reportShownMax = 500;

/** The first names, and how many there are. */
export function namesAnswer(names: readonly string[]): { total: number; items: string[] } {
  return { total: names.length, items: names.slice(0, namesShownMax) };
}

export function changesAnswer({ operations, groups }: CatalogueChanges): CatalogueChangesAnswer {
  return {
    operations: {
      added: namesAnswer(operations.added),
      removed: namesAnswer(operations.removed),
      changed: {
        total: operations.changed.length,
        items: operations.changed.slice(0, namesShownMax).map((change) => ({ ...change })),
      },
    },
    groups: {
      added: namesAnswer(groups.added),
      removed: namesAnswer(groups.removed),
      changed: {
        total: groups.changed.length,
        items: groups.changed.slice(0, namesShownMax).map((change) => ({
          ...change,
          added: namesAnswer(change.added),
          removed: namesAnswer(change.removed),
        })),
      },
    },
  };
}

export function reportAnswer(report: readonly ReportEntry[]): CatalogueTakenAnswer['report'] {
  return { total: report.length, items: report.slice(0, reportShownMax).map((entry) => ({ ...entry })) };
}
