import type { CompiledScopes } from '@keyledger/domain';

/** Who asks: a key that has been verified, of `system` but where keys manage their own account. */
export interface Caller {
  readonly keyId: string;
  readonly accountId: string;
  readonly scopes: CompiledScopes;
  /** The same scopes, as they were given. */
  readonly scopeTexts: readonly string[];
}
