/** SQL with its parameters. */
export interface Condition {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * When a key was used last, or null. A subquery and no join: one probe of a primary key for each key of the account that
 * meets the other filters, where a join may be planned as a walk through the uses of all accounts.
 */
export const lastUse = '(SELECT use.time FROM usage.last_used use WHERE use.key_id = key.keyId)';
