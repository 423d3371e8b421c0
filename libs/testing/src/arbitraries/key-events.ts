import {
  type KeyEvent,
  type KeyIdentity,
  type KeyLimit,
  type NewKey,
  type Overlap,
  environments,
  importedKind,
  reasonCodes,
  rotationEnds,
} from '@keyledger/domain';
import fc from 'fast-check';
import { addressRanges } from './addresses.js';
import { scopeLists } from './scopes.js';
import { names } from './texts.js';

export const someKey: KeyIdentity = { keyId: 'key_0000000000000000000000', accountId: 'acme' };

const orNull = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(arbitrary, { nil: null });

export const reasons = fc.record({ reason: fc.constantFrom(...reasonCodes), comment: orNull(names) });

/** Epoch milliseconds in this century, few enough that commands fall before, at and after an expiry. */
export const instants: fc.Arbitrary<number> = fc
  .integer({ min: 1, max: 9 })
  .map((year) => Date.UTC(2030 + year, 0, 1));

export const expiries = orNull(instants.map((instantMs) => new Date(instantMs).toISOString()));

export const ipAllowlists = fc.record({
  enforced: fc.boolean(),
  entries: fc.array(
    addressRanges.map(({ text }) => text),
    { maxLength: 4 },
  ),
});

export const keyDescriptions = fc.record({
  name: names,
  description: orNull(names),
  tags: fc.uniqueArray(names, { maxLength: 4 }),
  owner: orNull(names),
  environment: orNull(fc.constantFrom(...environments)),
  attributes: fc.dictionary(fc.constantFrom('trafficType', 'team'), names, { maxKeys: 2 }),
});

/** A key that takes over from `someKey`. */
export const successorId = 'key_1111111111111111111111';

/** Ends before, at and after the instants of commands; some of them long past, some too far away. */
export const overlaps: fc.Arbitrary<Overlap> = fc.oneof(
  expiries.map((endsAt): Overlap => ({ kind: 'fixed', endsAt: endsAt ?? '2030-06-01T00:00:00.000Z' })),
  fc.record({
    kind: fc.constant('until-drained' as const),
    unusedForMs: fc.constantFrom(1_000, 86_400_000, 90 * 86_400_000),
    endsAt: expiries,
  }),
);

const counts = fc.integer({ min: 1, max: 1_000 });
const periods = fc.constantFrom('PT1S', 'PT1M', 'P1D', 'P1DT12H');
const limitNames = fc.constantFrom('burst', 'day', 'month', 'calls-2');

export const keyLimits: fc.Arbitrary<readonly KeyLimit[]> = fc.uniqueArray(
  fc.oneof(
    fc.record({
      name: limitNames,
      kind: fc.constantFrom('fixed', 'sliding'),
      requests: counts,
      window: periods,
    }),
    fc.record({
      name: limitNames,
      kind: fc.constant('credits' as const),
      credits: counts,
      refill: orNull(periods.map((every) => ({ amount: 1, every }))),
    }),
  ),
  { maxLength: 3, selector: ({ name }) => name },
);

const newKeys = fc
  .record({
    description: keyDescriptions,
    scopes: scopeLists,
    ipAllowlist: ipAllowlists,
    limits: keyLimits,
    expiresAt: expiries,
  })
  .map(({ description, ...rest }): Omit<NewKey, 'kind'> => {
    const digest = { algorithm: 'sha256', value: '0'.repeat(43) } as const;
    const made = { profile: 'keyledger', rotatedFrom: null } as const;
    const createdAt = new Date(Date.UTC(2030, 0, 1)).toISOString();
    const value = { digest, visibleStart: 'kl_live_0000' };
    return { ...someKey, ...description, ...rest, ...made, ...value, createdAt };
  });
const created = newKeys.map((data): KeyEvent => ({ type: 'KeyCreated', data: { ...data, kind: 'key' } }));
const imported = newKeys.map((data): KeyEvent => ({
  type: 'KeyImported',
  data: { ...data, kind: importedKind },
}));

const described = fc
  .record({ description: keyDescriptions, fields: fc.subarray(['name', 'tags', 'owner', 'environment']) })
  .map(({ description, fields }): KeyEvent => {
    const data = Object.fromEntries(Object.entries(description).filter(([field]) => fields.includes(field)));
    return { type: 'KeyDescribed', data: { ...someKey, ...data } };
  });

const changed = fc.oneof(
  fc
    .record({ scopes: scopeLists, previousScopes: scopeLists })
    .map((data): KeyEvent => ({ type: 'ScopesChanged', data: { ...someKey, ...data } })),
  fc.record({ next: ipAllowlists, previous: ipAllowlists }).map(({ next, previous }): KeyEvent => {
    return { type: 'IpAllowlistUpdated', data: { ...someKey, ...next, previous } };
  }),
  fc
    .record({ limits: keyLimits, previousLimits: keyLimits })
    .map((data): KeyEvent => ({ type: 'LimitsChanged', data: { ...someKey, ...data } })),
  fc
    .record({ expiresAt: expiries, previousExpiresAt: expiries })
    .map((data): KeyEvent => ({ type: 'ExpiryChanged', data: { ...someKey, ...data } })),
);

const switched = fc.oneof(
  reasons.map((data): KeyEvent => ({ type: 'KeyDisabled', data: { ...someKey, ...data } })),
  orNull(names).map((comment): KeyEvent => ({ type: 'KeyEnabled', data: { ...someKey, comment } })),
);

const rotated = fc.oneof(
  overlaps.map((overlap): KeyEvent => ({ type: 'KeyRotated', data: { ...someKey, successorId, overlap } })),
  fc.record({ overlap: overlaps, previousOverlap: overlaps }).map((data): KeyEvent => {
    return { type: 'OverlapChanged', data: { ...someKey, successorId, ...data } };
  }),
  fc.constantFrom(...rotationEnds).map((because): KeyEvent => {
    return { type: 'RotationCompleted', data: { ...someKey, successorId, because } };
  }),
);

const reached = fc.oneof(
  instants.map((at): KeyEvent => {
    return { type: 'KeyExpired', data: { ...someKey, expiresAt: new Date(at).toISOString() } };
  }),
  fc.record({ at: instants, daysBefore: fc.constantFrom(1, 7, 30) }).map(({ at, daysBefore }): KeyEvent => {
    const expiresAt = new Date(at).toISOString();
    return { type: 'ExpiryReminded', data: { ...someKey, expiresAt, daysBefore } };
  }),
  instants.map((at): KeyEvent => {
    return {
      type: 'RotationReminded',
      data: { ...someKey, createdAt: new Date(at).toISOString(), daysOld: 90 },
    };
  }),
  fc.option(instants, { nil: null }).map((at): KeyEvent => {
    const lastUsedAt = at === null ? null : new Date(at).toISOString();
    return { type: 'DisuseReminded', data: { ...someKey, lastUsedAt, unusedDays: 90 } };
  }),
);

export const keyRevocations: fc.Arbitrary<KeyEvent> = reasons.map((data) => {
  return { type: 'KeyRevoked', data: { ...someKey, ...data } };
});

/** Any event of one key. */
export const keyEvents: fc.Arbitrary<KeyEvent> = fc.oneof(
  created,
  imported,
  described,
  changed,
  switched,
  rotated,
  reached,
  keyRevocations,
);

/** Any events of one key in any order: most could not have been recorded so. */
export const keyEventSequences: fc.Arbitrary<readonly KeyEvent[]> = fc.array(keyEvents, { maxLength: 20 });

export const keyCreations = fc.oneof(created, imported);
