import { type CompiledScopes, decidingSystemScope, isNamespaced, parseScope } from '@keyledger/domain';

/** Whose keys a service key may ask about. */
export interface VerifyRights {
  readonly everyAccount: boolean;
  readonly accounts: ReadonlySet<string>;
}

/** What the scopes of a key of `system` say about the operation Verify: `keyledger:Verify`, `keyledger@acme:*`, … */
export function verifyRightsOf(compiled: CompiledScopes, texts: readonly string[]): VerifyRights {
  const accounts = texts.flatMap((text) => {
    const scope = parseScope(text);
    const accountId = scope !== null && isNamespaced(scope) ? scope.accountId : null;
    if (accountId === null || decidingSystemScope(compiled, 'Verify', accountId) === null) return [];
    return [accountId];
  });
  return {
    everyAccount: decidingSystemScope(compiled, 'Verify', null) !== null,
    accounts: new Set(accounts),
  };
}
