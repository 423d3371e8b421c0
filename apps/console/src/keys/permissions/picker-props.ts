import type { CatalogueDefinition, ProfileId } from '@keyledger/domain';

export interface PickerProps {
  readonly scopes: readonly string[];
  readonly onChange: (scopes: readonly string[]) => void;
  readonly profile: ProfileId;
  /** Null: the account has not said what its API does. */
  readonly catalogue: CatalogueDefinition | null;
}
