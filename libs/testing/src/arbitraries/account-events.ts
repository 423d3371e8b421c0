import type { AccountEvent } from '@keyledger/domain';
import fc from 'fast-check';
import { reasons } from './key-events.js';
import { names } from './texts.js';

const accountId = 'acme';

const opened = names.map((name): AccountEvent => {
  return { type: 'AccountOpened', data: { accountId, name, profile: 'keyledger', email: null } };
});
const disabled = reasons.map((reason): AccountEvent => {
  return { type: 'ApiAccessDisabled', data: { accountId, ...reason } };
});
const enabled = fc.option(names, { nil: null }).map((comment): AccountEvent => {
  return { type: 'ApiAccessEnabled', data: { accountId, comment } };
});

/** Any events of one account in any order. */
export const accountEventSequences: fc.Arbitrary<readonly AccountEvent[]> = fc.array(
  fc.oneof(opened, disabled, enabled),
  { maxLength: 12 },
);
