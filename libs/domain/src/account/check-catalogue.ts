import type { ProfileId } from '../profiles/registry.js';
import { profileOf } from '../profiles/registry.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { isGroupId, isOperationName, parseScope } from '../scopes/scope.js';
import { holdsKey } from '../formats/find-keys.js';
import { type TextRule, checkOptionalText, checkText } from '../text/plain-text.js';
import { quoted } from '../text/quoted.js';
import type {
  CatalogueDefinition,
  DefinedGroup,
  DefinedOperation,
  OperationRoute,
} from './catalogue-definition.js';

export const operationsMax = 5_000;
export const groupsMax = 100;
export const routesMax = 20;

/** Large catalogues go into one event: what every log takes (1 MB), less room for its metadata. */
export const catalogueCharactersMax = 300_000;

export const summaryRule = {
  what: 'summary',
  code: 'INVALID_CATALOGUE',
  required: false,
  lengthMax: 200,
} as const satisfies TextRule;

export const groupTitleRule = {
  what: 'title',
  code: 'INVALID_CATALOGUE',
  required: true,
  lengthMax: 100,
} as const satisfies TextRule;

const methodText = /^[A-Z]{3,20}$/;
const pathText = /^\/[!-~]{0,499}$/;

type Unchecked<Shape> = { readonly [Field in keyof Shape]?: unknown };

/**
 * The catalogue as it is recorded: operations by name, groups by id. Refused with INVALID_CATALOGUE, which says what is
 * wrong, or CATALOGUE_TOO_LARGE.
 */
export function checkCatalogue(given: unknown, profile: ProfileId): CatalogueDefinition | Refusal {
  const { operations, groups } = (given ?? {}) as Unchecked<CatalogueDefinition>;
  if (!Array.isArray(operations) || !Array.isArray(groups)) {
    return invalid('A catalogue is a list of operations and a list of groups.');
  }
  if (operations.length > operationsMax) return tooLarge(`It may have ${operationsMax} operations.`);
  if (groups.length > groupsMax) return tooLarge(`It may have ${groupsMax} groups.`);
  const checkedOperations = checkEach(operations, checkOperation, ({ name }) => name);
  if (isRefusal(checkedOperations)) return checkedOperations;
  const names = new Set(checkedOperations.map(({ name }) => name));
  const checkedGroups = checkEach(
    groups,
    (group) => checkGroup(group, names, profile),
    ({ id }) => id,
  );
  if (isRefusal(checkedGroups)) return checkedGroups;
  const catalogue = { operations: checkedOperations, groups: checkedGroups };
  return JSON.stringify(catalogue).length > catalogueCharactersMax
    ? tooLarge(`Written as JSON it may have ${catalogueCharactersMax} characters.`)
    : catalogue;
}

/** Both in the order that `checkCatalogue` puts them in. */
export function sameCatalogue(left: CatalogueDefinition, right: CatalogueDefinition): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Each checked, ordered by name (by code units, since the order is recorded), none twice. */
function checkEach<Item>(
  given: readonly unknown[],
  check: (item: unknown) => Item | Refusal,
  nameOf: (item: Item) => string,
): readonly Item[] | Refusal {
  const items = new Map<string, Item>();
  for (const each of given) {
    const item = check(each);
    if (isRefusal(item)) return item;
    if (items.has(nameOf(item))) return invalid(`${quoted(nameOf(item))} is there twice.`);
    items.set(nameOf(item), item);
  }
  return [...items.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item);
}

function checkOperation(given: unknown): DefinedOperation | Refusal {
  const { name, access, summary, routes } = (given ?? {}) as Unchecked<DefinedOperation>;
  if (typeof name !== 'string' || !isCatalogueName(name)) {
    return invalid(`${quoted(name)} is not namespace:Operation, or is a scope of another kind.`);
  }
  if (access !== 'read' && access !== 'write') return invalid(`${quoted(name)} is neither read nor write.`);
  const text = checkOptionalText(summary, summaryRule);
  if (isRefusal(text)) return text;
  const checkedRoutes = checkRoutes(routes ?? [], name);
  if (isRefusal(checkedRoutes)) return checkedRoutes;
  return { name, access, summary: text, routes: checkedRoutes };
}

/**
 * Whether an operation of an account's catalogue may be called so: `namespace:read` is the scope on every read
 * operation, and `namespace@account` is of Keyledger's own operations.
 */
export function isCatalogueName(name: string): boolean {
  const scope = parseScope(name);
  return isOperationName(name) && scope?.kind === 'operation' && scope.accountId === null && !holdsKey(name);
}

function checkRoutes(given: unknown, name: string): readonly OperationRoute[] | Refusal {
  if (!Array.isArray(given) || given.length > routesMax) {
    return invalid(`The routes of ${quoted(name)} are not a list of ${routesMax} at most.`);
  }
  const routes: OperationRoute[] = [];
  for (const route of given as readonly (Unchecked<OperationRoute> | null)[]) {
    if (!isCatalogueRoute(route)) {
      return invalid(
        `A route of ${quoted(name)} is not a method in upper case and a path that begins with a slash.`,
      );
    }
    routes.push({ method: route.method, path: route.path });
  }
  return routes;
}

/** Whether a request may be told so: a method in upper case, a path of ASCII that begins with a slash. */
export function isCatalogueRoute(route: Unchecked<OperationRoute> | null): route is OperationRoute {
  const { method, path } = route ?? {};
  if (typeof method !== 'string' || !methodText.test(method)) return false;
  return typeof path === 'string' && pathText.test(path) && !holdsKey(path);
}

function checkGroup(given: unknown, names: ReadonlySet<string>, profile: ProfileId): DefinedGroup | Refusal {
  const { id, title, operations } = (given ?? {}) as Unchecked<DefinedGroup>;
  if (typeof id !== 'string' || !isGroupId(id)) return invalid(`${quoted(id)} is no id of a group.`);
  const { groups: known } = profileOf(profile).permissions;
  if (known !== null && !known.some((group) => group.id === id)) {
    return invalid(
      `${quoted(id)} is none of the profile’s groups: ${known.map((group) => group.id).join(', ')}.`,
    );
  }
  const text = checkText(title, groupTitleRule);
  if (isRefusal(text)) return text;
  if (!Array.isArray(operations)) return invalid(`The operations of ${quoted(id)} are not a list.`);
  const unknown = (operations as readonly unknown[]).find((name) => !names.has(name as string));
  if (unknown !== undefined)
    return invalid(`${quoted(unknown)} in ${quoted(id)} is no operation of the catalogue.`);
  return { id, title: text, operations: [...new Set(operations as readonly string[])].sort() };
}

function invalid(detail: string): Refusal {
  return refuse('INVALID_CATALOGUE', detail);
}

function tooLarge(detail: string): Refusal {
  return refuse('CATALOGUE_TOO_LARGE', detail);
}
