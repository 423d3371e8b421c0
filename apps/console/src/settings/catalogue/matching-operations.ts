import type { CatalogueDefinition } from '@keyledger/domain';

type Operation = CatalogueDefinition['operations'][number];

/** Operations in whose name, summary or routes every one of the words is found. */
export function matchingOperations(operations: readonly Operation[], wanted: string): readonly Operation[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return operations.filter(({ name, summary, routes }) => {
    const paths = routes.map(({ method, path }) => `${method} ${path}`);
    const text = [name, summary ?? '', ...paths].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
