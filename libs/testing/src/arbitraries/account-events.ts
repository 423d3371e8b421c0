import {
  type AccountEvent,
  type CatalogueDefinition,
  profileIds,
  staleChoices,
  usageAddressChoices,
} from '@keyledger/domain';
import fc from 'fast-check';
import { alertEvents } from './alert-events.js';
import { webhookEvents } from './webhook-events.js';
import { reasons } from './key-events.js';
import { operations } from './scopes.js';
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

const profiles = fc.constantFrom(...profileIds);
const emails = fc.constantFrom(null, 'ada@acme.example', 'bob@acme.example');
const described = fc
  .record({
    name: names,
    email: emails,
    whenStale: fc.constantFrom(...staleChoices),
    usageAddresses: fc.constantFrom(...usageAddressChoices),
  })
  .map((data): AccountEvent => {
    return { type: 'AccountDescribed', data: { accountId, ...data } };
  });
const chosen = fc.record({ profile: profiles, previousProfile: profiles }).map((data): AccountEvent => {
  return { type: 'ProfileChosen', data: { accountId, ...data } };
});

/** Not in the order that they are recorded in. */
const catalogues: fc.Arbitrary<CatalogueDefinition> = fc
  .uniqueArray(operations, { maxLength: 6 })
  .chain((known) => {
    return fc.record({
      operations: fc.tuple(
        ...known.map((name) => {
          return fc
            .constantFrom('read', 'write')
            .map((access) => ({ name, access, summary: null, routes: [] }));
        }),
      ),
      groups: fc
        .subarray([...known])
        .map((members) => [{ id: 'some', title: 'Some operations', operations: members }]),
    });
  });
const defined = catalogues.map((catalogue): AccountEvent => {
  return { type: 'CatalogueDefined', data: { accountId, catalogue } };
});

/** Any events of one account in any order. */
export const accountEventSequences: fc.Arbitrary<readonly AccountEvent[]> = fc.array(
  fc.oneof(opened, described, chosen, defined, disabled, enabled, alertEvents, webhookEvents),
  { maxLength: 12 },
);
