import { hierarchicalScopesFormat } from './hierarchical-scopes-format.js';
import { idAndSecretFormat } from './id-and-secret-format.js';
import type { KeyFormat } from './key-format.js';
import { keyledgerFormat } from './keyledger-format.js';
import { operationsFormat } from './operations-format.js';
import { permissionLevelsFormat } from './permission-levels-format.js';
import { taggedKeyFormat, taggedTokenFormat } from './tagged-keys-format.js';

/**
 * Every format that a profile mints. Redaction and the search for keys that were pasted into texts know these alone: a
 * format that is missing here ends up in logs.
 */
export const allFormats: readonly KeyFormat[] = [
  keyledgerFormat,
  permissionLevelsFormat,
  hierarchicalScopesFormat,
  idAndSecretFormat,
  taggedKeyFormat,
  taggedTokenFormat,
  operationsFormat,
];

/** Whether any format could have made the value, without a look-up. Prefix and length settle it for most. */
export function isWellFormedInAnyFormat(value: string): boolean {
  return allFormats.some((format) => format.isWellFormed(value));
}
