import type { OutgoingMessage } from '@keyledger/broker';

/** A message as a foreign program might write it: a good one with this changed. */
type Change = (good: OutgoingMessage) => Partial<OutgoingMessage>;

function withData(change: Record<string, unknown>): Change {
  return ({ value }) => ({
    value: JSON.stringify({ ...(JSON.parse(value ?? '') as Record<string, unknown>), ...change }),
  });
}

/** What it is, how it comes about, and what the dead letter's headers say of it. */
export const badInput: readonly (readonly [string, Change, RegExp])[] = [
  ['what is not JSON', () => ({ value: '{"unfinished' }), /the value is not JSON/],
  ['what has no value', () => ({ value: null }), /there is no value/],
  ['a wrong schema', withData({ sequence: 'many' }), /value sequence: /],
  [
    'an unknown version',
    ({ headers }) => ({ headers: { ...headers, ce_type: 'keyledger.request.v2' } }),
    /header ce_type: /,
  ],
  ['missing headers', () => ({ headers: {} }), /header ce_specversion: /],
  [
    'a key id that does not exist',
    (good) => {
      const headers = { ...good.headers, ce_subject: 'key_of_nobody' };
      return { ...withData({ keyId: 'key_of_nobody' })(good), headers };
    },
    /there is no key key_of_nobody/,
  ],
  ['ten megabytes', () => ({ value: 'x'.repeat(10_000_000) }), /"x-dead-letter-value-bytes":"10000000"/],
];
