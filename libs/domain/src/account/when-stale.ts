/**
 * What a verifier answers about an account's keys while it cannot prove that it is recent enough: `refuse` them all, or
 * `accept` by what it knew last, however long ago, so that an outage of the log is none of the account's API.
 */
export const staleChoices = ['refuse', 'accept'] as const;
export type WhenStale = (typeof staleChoices)[number];
