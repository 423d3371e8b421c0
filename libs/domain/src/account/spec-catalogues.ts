import fc from 'fast-check';
import type { CatalogueDefinition, DefinedOperation } from './catalogue-definition.js';

const namespaces = ['payments', 'pay', 'sms-gateway'] as const;
const groupIds = ['users', 'logs', 'kyc'] as const;
const names = fc
  .tuple(fc.constantFrom(...namespaces), fc.constantFrom('Send', 'Get', 'List', 'reads'))
  .map(([namespace, name]) => `${namespace}:${name}`);

const operations: fc.Arbitrary<DefinedOperation> = fc.record({
  name: names,
  access: fc.constantFrom('read', 'write'),
  summary: fc.option(fc.constantFrom('Sends', 'Gets'), { nil: null }),
  routes: fc.array(
    fc.record({ method: fc.constantFrom('GET', 'POST'), path: fc.constantFrom('/a', '/b/{id}') }),
    {
      maxLength: 2,
    },
  ),
});

/** Catalogues that `checkCatalogue` takes, in any order; names and groups meet often. */
export const catalogues: fc.Arbitrary<CatalogueDefinition> = fc
  .uniqueArray(operations, { selector: ({ name }) => name, maxLength: 8 })
  .chain((some) =>
    fc.record({
      operations: fc.constant(some),
      groups: fc
        .subarray([...groupIds])
        .chain((ids) =>
          fc.tuple(
            ...ids.map((id) =>
              fc
                .shuffledSubarray(some.map(({ name }) => name))
                .map((members) => ({ id, title: `All ${id}`, operations: members })),
            ),
          ),
        ),
    }),
  );

/** Scopes of every kind that may name something in them. */
export const scopesOnCatalogues: fc.Arbitrary<string> = fc.oneof(
  names,
  fc.constantFrom('*:*', '*:read', ...groupIds.map((id) => `@${id}`)),
  fc.constantFrom(...namespaces.flatMap((namespace) => [`${namespace}:*`, `${namespace}:read`])),
);
