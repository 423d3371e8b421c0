import { environments, profileIds, rotationEnds } from '@keyledger/domain';
import { z } from 'zod';
import { accountId, actor, lastChange, warnings } from './accounts.js';
import { keyLimits } from './limits.js';
import {
  attributeFilter,
  filterText,
  instant,
  instantFilter,
  minPosition,
  nextCursor,
  pageQuery,
  positionText,
  repeated,
} from './scalars.js';
import { descriptionText, nameText, ownerText, tagText } from './text.js';

export const keyId = z.string().meta({ description: 'Names the key; not a secret.' });

const environment = z.enum(environments).meta({ id: 'Environment' });

const scope = z.string().meta({
  description: '`*:*`, `namespace:*`, `namespace:read` (every read operation) or `namespace:Operation`.',
});
const scopes = z.array(scope);

const ipAllowlist = z
  .strictObject({
    enforced: z.boolean(),
    entries: z.array(
      z.string().meta({ description: 'IPv4 or IPv6 address, or CIDR range; answered in normal form.' }),
    ),
  })
  .meta({
    id: 'IpAllowlist',
    description: 'Where the key may be used from. Not enforced while the list is empty.',
  });

/** Judged by the domain, which knows the time. */
const expiry = z.string().nullable().meta({
  format: 'date-time',
  description: 'ISO 8601 with an offset or Z, in the future; null: does not expire.',
});

/** Judged by the domain, which knows the account's profile. */
export const permissions = z
  .strictObject({
    level: z.enum(['full', 'read', 'custom']).optional(),
    groups: z.array(z.string().max(100)).max(100).optional(),
    operations: z.array(z.string().max(200)).max(100).optional(),
  })
  .meta({
    id: 'Permissions',
    description: 'Scopes in the words of a profile that has levels and groups, or names of operations.',
  });

/** Judged by the domain. */
const attributes = z.record(z.string(), z.string()).meta({
  description: 'Up to 20 texts by name, to be kept with the key. Never put a secret here.',
});

export const createKeyBody = z
  .strictObject({
    name: nameText,
    scopes: scopes.optional().meta({
      description: 'What the key may do: this or `permissions`, unless the profile has a default.',
    }),
    permissions: permissions.optional(),
    kind: z.string().max(40).optional().meta({
      description: 'Kind of credential, where the profile has several: `key` or `token`.',
    }),
    attributes: attributes.optional(),
    description: descriptionText.nullable().optional(),
    environment: environment.nullable().optional(),
    expiresAt: expiry.optional(),
    ipAllowlist: ipAllowlist.optional(),
    limits: keyLimits.optional(),
    tags: z.array(tagText).optional(),
    owner: ownerText.nullable().optional(),
  })
  .meta({ id: 'CreateKey' });
export type CreateKeyBody = z.infer<typeof createKeyBody>;

export const describeKeyBody = z
  .strictObject({
    name: nameText.optional(),
    description: descriptionText.nullable().optional(),
    tags: z.array(tagText).optional(),
    environment: environment.nullable().optional(),
    owner: ownerText.nullable().optional(),
    attributes: attributes.optional(),
  })
  .meta({ id: 'DescribeKey', description: 'What is absent stays; null clears.' });
export type DescribeKeyBody = z.infer<typeof describeKeyBody>;

export const scopesBody = z
  .strictObject({ scopes: scopes.optional(), permissions: permissions.optional() })
  .meta({ id: 'Scopes', description: 'One of the two.' });
export type ScopesBody = z.infer<typeof scopesBody>;

export const ipAllowlistBody = ipAllowlist;
export type IpAllowlistBody = z.infer<typeof ipAllowlistBody>;

export const expiryBody = z.strictObject({ expiresAt: expiry }).meta({ id: 'Expiry' });
export type ExpiryBody = z.infer<typeof expiryBody>;

/** `expired` is what an active or disabled key past its expiry is called, `rotated` one that another took over from. */
export const keyStatuses = ['active', 'disabled', 'expired', 'rotated', 'revoked'] as const;
const keyStatus = z.enum(keyStatuses).meta({ id: 'KeyStatus' });

export const overlap = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('fixed'), endsAt: instant }),
    z.strictObject({
      kind: z.literal('until-drained'),
      unusedForMs: z.int().min(0),
      endsAt: instant.nullable(),
    }),
  ])
  .meta({ id: 'Overlap', description: 'How long a key and its successor both work.' });

export const rotation = z
  .strictObject({
    successorId: keyId,
    overlap,
    completedAt: instant.nullable().meta({ description: 'When it was recorded that the overlap is over.' }),
    ended: z.enum(rotationEnds).nullable().meta({ description: 'What ended the overlap.' }),
  })
  .meta({ id: 'Rotation' });

const lastUse = z
  .strictObject({
    at: instant,
    operation: z.string().nullable(),
    code: z.string().meta({ description: 'The verdict.' }),
    clientAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
    verifier: z.string().nullable(),
  })
  .meta({ id: 'LastUse' });

export const key = z
  .strictObject({
    id: keyId,
    account: accountId,
    name: z.string(),
    description: z.string().nullable(),
    tags: z.array(z.string()),
    owner: z.string().nullable(),
    environment: environment.nullable(),
    attributes,
    profile: z.enum(profileIds),
    kind: z.string(),
    permissions: permissions.nullable().meta({
      description: 'The scopes in the profile’s words; null: it speaks of scopes.',
    }),
    rotatedFrom: keyId.nullable().meta({ description: 'The key that this one takes over from.' }),
    rotation: rotation.nullable().meta({ description: 'Which key takes over from this one, and when.' }),
    rotationDue: z.boolean().meta({
      description: 'It is live, older than 90 days, and has no successor: rotation is recommended.',
    }),
    visibleStart: z.string().meta({ description: 'What people may see of the value to recognise it.' }),
    status: keyStatus,
    statusChange: lastChange.nullable().meta({ description: 'Of the last disabling, enabling or revoking.' }),
    scopes,
    ipAllowlist,
    limits: keyLimits,
    expiresAt: instant.nullable(),
    createdAt: instant,
    createdBy: actor,
    updatedAt: instant,
    revision: z.int().min(0).meta({ description: 'Rises by one with each event of the key; also the ETag.' }),
    lastUsed: lastUse
      .nullable()
      .meta({ description: 'Last accepted use; null: never, as far as is known yet.' }),
    lastRefused: lastUse.nullable().meta({ description: 'Last refused use, and why.' }),
  })
  .meta({ id: 'Key' });
export type KeyAnswer = z.infer<typeof key>;

export const keyCreated = z
  .strictObject({
    key,
    value: z.string().meta({ description: 'The secret. It is in this answer and nowhere else, ever.' }),
    position: positionText,
    warnings,
  })
  .meta({ id: 'KeyCreated' });
export type KeyCreatedAnswer = z.infer<typeof keyCreated>;

export const keyPage = z.strictObject({ items: z.array(key), nextCursor }).meta({ id: 'KeyPage' });
export type KeyPageAnswer = z.infer<typeof keyPage>;

export const tagCounts = z
  .strictObject({
    items: z.array(
      z.strictObject({
        tag: z.string(),
        keys: z.int().min(1).meta({ description: 'How many keys carry it.' }),
      }),
    ),
    truncated: z.boolean().meta({ description: 'Whether there are more than are shown.' }),
  })
  .meta({ id: 'TagCounts' });
export type TagCountsAnswer = z.infer<typeof tagCounts>;

/** `created` is the default, newest first. */
export const keySorts = ['created', 'name', 'lastUsed', 'expires'] as const;

export const listKeysQuery = z.strictObject({
  status: keyStatus.optional(),
  tag: repeated(filterText).optional().meta({ description: 'Carried by the key; several: all of them.' }),
  environment: environment.optional(),
  owner: filterText.optional(),
  createdBy: filterText.optional().meta({ description: 'Id of the key that it was created with.' }),
  attribute: attributeFilter.optional(),
  q: filterText
    .optional()
    .meta({ description: 'Text in name, description, owner, tags, id or visible start.' }),
  expiresAfter: instantFilter.optional().meta({ description: 'Expires then or later; ISO 8601.' }),
  expiresBefore: instantFilter.optional().meta({ description: 'Expires, or has expired, before.' }),
  usedAfter: instantFilter.optional().meta({ description: 'Last accepted use then or later.' }),
  usedBefore: instantFilter.optional().meta({ description: 'Last accepted use before.' }),
  unusedSince: instantFilter
    .optional()
    .meta({ description: 'Existed then, and no use of it has been accepted since.' }),
  rotationDue: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'Whether the key is past 90 days and rotation recommended.' }),
  sort: z
    .enum(keySorts)
    .optional()
    .meta({
      description:
        'What the list is sorted by: `created` if not given. Keys that are alike in it come by id. ' +
        'One that was never used counts as used before all others, one that never expires as expiring after all others.',
    }),
  order: z.enum(['asc', 'desc']).optional().meta({
    description: 'If not given: `desc` for `created` and `lastUsed`, `asc` for `name` and `expires`.',
  }),
  ...pageQuery,
  minPosition: minPosition.optional(),
});
export type ListKeysQuery = z.infer<typeof listKeysQuery>;
