import fc from 'fast-check';

/** Few names, so that scopes and operations meet. */
export const namespaces = ['payments', 'pay', 'sms-gateway', 'keyledger'] as const;
export const operationNames = ['Send', 'Get', 'List', 'read', 'reads', 'send'] as const;

export const operations: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...namespaces), fc.constantFrom(...operationNames))
  .map(([namespace, name]) => `${namespace}:${name}`);

/** Well-formed scopes of an ordinary account. */
export const scopes: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('*:*') },
  { weight: 3, arbitrary: fc.constantFrom(...namespaces).map((namespace) => `${namespace}:*`) },
  { weight: 3, arbitrary: fc.constantFrom(...namespaces).map((namespace) => `${namespace}:read`) },
  { weight: 6, arbitrary: operations },
);

export const scopeLists: fc.Arbitrary<readonly string[]> = fc.array(scopes, { minLength: 1, maxLength: 8 });
