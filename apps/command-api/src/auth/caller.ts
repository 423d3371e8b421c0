import type { CompiledScopes } from '@keyledger/domain';

/** Who asks: an admin key that has been verified. */
export interface Caller {
  readonly keyId: string;
  readonly scopes: CompiledScopes;
  /** The same scopes, as they were given. */
  readonly scopeTexts: readonly string[];
}
