import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { holdsKey } from '../formats/find-keys.js';
import { quoted } from '../text/quoted.js';
import type { OperationCatalogue } from './catalogue.js';
import { isNamespaced, type NamespacedScope, parseScope, type Scope } from './scope.js';
import { systemCatalogue } from './system-catalogue.js';

/** A key holds at least one scope. */
export const scopesMax = 100;

const ranks = {
  everything: 0,
  namespace: 1,
  'every-read': 2,
  read: 3,
  group: 4,
  operation: 5,
} as const satisfies Record<Scope['kind'], number>;

/**
 * The scopes as they are recorded: each once, the widest first (WX-5) and then by spelling, so that equal sets are
 * equal lists. Refused with TOO_MANY_SCOPES, INVALID_SCOPE or UNKNOWN_OPERATION.
 *
 * @param accepts whether the account's profile knows such scopes at all
 */
export function checkScopes(
  texts: unknown,
  catalogue: OperationCatalogue | null,
  accepts: (scope: Scope) => boolean,
): readonly string[] | Refusal {
  if (!Array.isArray(texts)) return refuse('INVALID_SCOPE', 'The scopes are not a list.');
  if (texts.length === 0) return refuse('TOO_MANY_SCOPES', 'A key without any scope could do nothing.');
  if (texts.length > scopesMax) return refuse('TOO_MANY_SCOPES', `A key may hold ${scopesMax} scopes.`);
  const scopes = new Map<string, Scope>();
  for (const text of texts as readonly unknown[]) {
    const scope = checkScope(text, catalogue);
    if (isRefusal(scope)) return scope;
    if (!accepts(scope)) return refuse('INVALID_SCOPE', `${quoted(scope.text)} is no scope of this profile.`);
    scopes.set(scope.text, scope);
  }
  return [...scopes.values()].sort(byWidthThenSpelling).map(({ text }) => text);
}

function checkScope(text: unknown, catalogue: OperationCatalogue | null): Scope | Refusal {
  const scope = parseScope(text);
  if (scope === null) return refuse('INVALID_SCOPE', `${quoted(text)} is not a scope.`);
  if (holdsKey(scope.text)) return refuse('INVALID_SCOPE', `${quoted(text)} holds a key.`);
  if (!isNamespaced(scope)) return isKnownGroup(scope, catalogue) ? scope : unknown(scope);
  if (scope.accountId !== null && catalogue !== systemCatalogue) {
    return refuse('INVALID_SCOPE', `${quoted(text)}: only Keyledger’s own operations are scoped by account.`);
  }
  return catalogue === null || knows(catalogue, scope) ? scope : unknown(scope);
}

function unknown({ text }: Scope): Refusal {
  return refuse('UNKNOWN_OPERATION', `${quoted(text)} names nothing in the catalogue.`);
}

/** A group that no operation belongs to would allow nothing, and is as good as a typing error. */
function isKnownGroup(scope: Exclude<Scope, NamespacedScope>, catalogue: OperationCatalogue | null): boolean {
  if (scope.kind !== 'group' || catalogue === null) return true;
  return [...catalogue.values()].some(({ groups }) => groups.includes(scope.group));
}

function knows(catalogue: OperationCatalogue, scope: NamespacedScope): boolean {
  if (scope.kind === 'operation') return catalogue.has(`${scope.api}:${scope.operation}`);
  return [...catalogue.keys()].some((operation) => operation.startsWith(`${scope.api}:`));
}

/** By code units, not by the machine's language: the order is recorded. */
function byWidthThenSpelling(left: Scope, right: Scope): number {
  return ranks[left.kind] - ranks[right.kind] || (left.text < right.text ? -1 : 1);
}
