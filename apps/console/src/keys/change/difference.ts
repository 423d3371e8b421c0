import type { Schemas } from '../../api/client.js';

type Key = Schemas['Key'];

/** What people may have changed about a key meanwhile, by the names that the messages have. */
const compared = {
  name: ({ name }: Key) => name,
  description: ({ description }: Key) => description ?? '',
  tags: ({ tags }: Key) => tags.join(', '),
  owner: ({ owner }: Key) => owner ?? '',
  environment: ({ environment }: Key) => environment ?? '',
  scopes: ({ scopes }: Key) => scopes.join(', '),
  addresses: ({ ipAllowlist: { enforced, entries } }: Key) => `${enforced ? '✓' : '✗'} ${entries.join(', ')}`,
  expiresAt: ({ expiresAt }: Key) => expiresAt ?? '',
  status: ({ status }: Key) => status,
} as const;

export type ComparedField = keyof typeof compared;

export interface Difference {
  readonly field: ComparedField;
  readonly before: string;
  readonly now: string;
}

/** What is different about a key from what the form began with. */
export function differences(before: Key, now: Key): readonly Difference[] {
  return Object.entries(compared)
    .map(([field, textOf]) => ({ field: field as ComparedField, before: textOf(before), now: textOf(now) }))
    .filter((difference) => difference.before !== difference.now);
}
