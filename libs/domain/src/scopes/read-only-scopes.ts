import type { OperationCatalogue } from './catalogue.js';
import { type Scope, everyReadScope, isNamespaced, parseScope } from './scope.js';

/**
 * What is left of scopes where only reading is to be left: for each the widest that allows no more than it does, and only
 * what is known to read. Null: nothing is left.
 *
 * @param accepts whether the account's profile knows such scopes at all
 */
export function readOnlyScopes(
  scopes: readonly string[],
  catalogue: OperationCatalogue | null,
  accepts: (scope: Scope) => boolean,
): readonly string[] | null {
  const left = scopes
    .map(parseScope)
    .filter((scope) => scope !== null)
    .flatMap((scope) => readingPartOf(scope, catalogue, accepts))
    .filter((text) => isAccepted(text, accepts));
  return left.length === 0 ? null : [...new Set(left)];
}

function readingPartOf(
  scope: Scope,
  catalogue: OperationCatalogue | null,
  accepts: (scope: Scope) => boolean,
): readonly string[] {
  switch (scope.kind) {
    case 'everything':
      return isAccepted(everyReadScope, accepts) ? [everyReadScope] : readingOfEach(catalogue);
    case 'every-read':
    case 'read':
      return [scope.text];
    case 'namespace':
      return [`${scope.namespace}:read`];
    case 'operation':
      return catalogue?.get(`${scope.api}:${scope.operation}`)?.access === 'read' ? [scope.text] : [];
    case 'group':
      return isReadingGroup(scope.group, catalogue) ? [scope.text] : [];
  }
}

/** Where no scope says "read everything", one on each namespace does. */
function readingOfEach(catalogue: OperationCatalogue | null): readonly string[] {
  const operations = [...(catalogue ?? [])].filter(([, { access }]) => access === 'read');
  return operations
    .map(([name]) => parseScope(name))
    .filter((scope) => scope !== null)
    .filter(isNamespaced)
    .map(({ namespace }) => `${namespace}:read`);
}

function isReadingGroup(group: string, catalogue: OperationCatalogue | null): boolean {
  const members = [...(catalogue?.values() ?? [])].filter(({ groups }) => groups.includes(group));
  return members.length > 0 && members.every(({ access }) => access === 'read');
}

function isAccepted(text: string, accepts: (scope: Scope) => boolean): boolean {
  const scope = parseScope(text);
  return scope !== null && accepts(scope);
}
