import { type KeyCommand, systemCatalogue } from '@keyledger/domain';
import fc from 'fast-check';
import {
  expiries,
  instants,
  ipAllowlists,
  keyDescriptions,
  keyLimits,
  overlaps,
  reasons,
  someKey,
  successorId,
} from './key-events.js';
import { scopeLists } from './scopes.js';
import { hostileValues } from './texts.js';

const { keyId, accountId } = someKey;
const grantors = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, scopeLists);
const granting = fc.record({
  catalogue: fc.constantFrom(null, null, null, systemCatalogue),
  grantorScopes: grantors,
});

const createKeys = fc
  .record({
    description: keyDescriptions,
    granting,
    at: instants,
    scopes: scopeLists,
    ipAllowlist: ipAllowlists,
    limits: keyLimits,
    expiresAt: expiries,
    profile: fc.constantFrom('keyledger' as const, 'keyledger' as const, 'hierarchical-scopes' as const),
    origin: fc.constantFrom(
      ...([
        { type: 'CreateKey', rotatedFrom: null },
        { type: 'CreateKey', rotatedFrom: successorId },
        { type: 'ImportKey' },
      ] as const),
    ),
  })
  .map(({ description, granting: grant, origin, ...rest }): KeyCommand => {
    const digest = { algorithm: 'sha256', value: '0'.repeat(43) } as const;
    const made = { kind: 'key', digest, visibleStart: 'kl_live_0000' } as const;
    return { ...origin, keyId, accountId, ...description, ...grant, ...rest, ...made };
  });

const changes = fc.oneof(
  fc
    .record({ description: keyDescriptions, at: instants })
    .map(({ description, at }): KeyCommand => ({ type: 'DescribeKey', keyId, at, ...description })),
  fc
    .record({ granting, at: instants, scopes: scopeLists })
    .map(({ granting: grant, at, scopes }): KeyCommand => {
      return { type: 'ChangeScopes', keyId, at, scopes, ...grant };
    }),
  fc
    .record({ list: ipAllowlists, at: instants, grantorScopes: grantors })
    .map(({ list, at, grantorScopes }): KeyCommand => {
      return { type: 'UpdateIpAllowlist', keyId, at, ...list, grantorScopes };
    }),
  fc
    .record({ limits: keyLimits, at: instants, grantorScopes: grantors })
    .map((given): KeyCommand => ({ type: 'ChangeLimits', keyId, ...given })),
  fc
    .record({ expiresAt: expiries, at: instants, grantorScopes: grantors })
    .map(({ expiresAt, at, grantorScopes }): KeyCommand => {
      return { type: 'ChangeExpiry', keyId, at, expiresAt, grantorScopes };
    }),
);

const switches = fc.oneof(
  fc
    .record({ reason: reasons, at: instants })
    .map(({ reason, at }): KeyCommand => ({ type: 'DisableKey', keyId, at, ...reason })),
  fc
    .record({ at: instants, grantorScopes: fc.oneof(fc.constant(null), scopeLists) })
    .map(({ at, grantorScopes }): KeyCommand => {
      return { type: 'EnableKey', keyId, at, comment: null, grantorScopes };
    }),
);

const rotations = fc.oneof(
  fc
    .record({ overlap: overlaps, at: instants, grantorScopes: grantors })
    .map((given): KeyCommand => ({ type: 'RotateKey', keyId, successorId, ...given })),
  fc
    .record({ overlap: overlaps, at: instants, grantorScopes: grantors })
    .map((given): KeyCommand => ({ type: 'ChangeOverlap', keyId, ...given })),
  instants.map((at): KeyCommand => ({ type: 'CompleteRotation', keyId, at, because: 'overlap-ended' })),
  fc
    .record({ at: instants, unusedForMs: fc.constantFrom(0, 1_000, 86_400_000, 90 * 86_400_000) })
    .map((given): KeyCommand => ({ type: 'CompleteRotation', keyId, because: 'drained', ...given })),
);

const clockFollowers = fc.oneof(
  instants.map((at): KeyCommand => ({ type: 'RecordExpiry', keyId, at })),
  fc
    .record({ at: instants, daysBefore: fc.constantFrom(1, 7, 30, 400) })
    .map((given): KeyCommand => ({ type: 'RemindOfExpiry', keyId, ...given })),
  instants.map((at): KeyCommand => ({ type: 'RemindOfRotation', keyId, at })),
  fc.record({ at: instants, used: fc.option(instants, { nil: null }) }).map(({ at, used }): KeyCommand => {
    const lastUsedAt = used === null ? null : new Date(used).toISOString();
    return { type: 'RemindOfDisuse', keyId, at, lastUsedAt };
  }),
);

export const revokeKeys: fc.Arbitrary<KeyCommand> = fc
  .record({ reason: reasons, at: instants })
  .map(({ reason, at }) => ({ type: 'RevokeKey', keyId, at, ...reason }));

/** Commands about one key that are well formed, though often refused. */
export const keyCommands: fc.Arbitrary<KeyCommand> = fc.oneof(
  { weight: 4, arbitrary: createKeys },
  { weight: 8, arbitrary: changes },
  { weight: 4, arbitrary: switches },
  { weight: 4, arbitrary: rotations },
  { weight: 3, arbitrary: clockFollowers },
  { weight: 1, arbitrary: revokeKeys },
);

const trusted = new Set([
  'type',
  'at',
  'keyId',
  'catalogue',
  'grantorScopes',
  'because',
  'unusedForMs',
  'daysBefore',
]);

/** Commands with hostile values in place of some of what people send. */
export const hostileKeyCommands: fc.Arbitrary<KeyCommand> = fc
  .record({
    command: keyCommands,
    values: fc.array(hostileValues, { minLength: 1, maxLength: 20 }),
    at: fc.nat(),
  })
  .map(({ command, values, at }) => {
    const entries = Object.entries(command).map(([field, value], index): [string, unknown] => {
      const isReplaced = !trusted.has(field) && (index + at) % 2 === 0;
      return [field, isReplaced ? values[index % values.length] : value];
    });
    return Object.fromEntries(entries) as unknown as KeyCommand;
  });
