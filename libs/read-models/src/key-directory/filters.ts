import { type Environment, rotationDueAfterMs } from '@keyledger/domain';
import type { CursorScope } from '../paging/cursor.js';
import { containing } from '../paging/like-pattern.js';
import { type Condition, lastUse } from './condition.js';
import type { EffectiveKeyStatus } from './key-view.js';

/** Which keys are wanted: those that meet every filter that is given. Instants in epoch milliseconds. */
export interface KeyFilters {
  readonly status?: EffectiveKeyStatus | null;
  /** Keys that can be used, or can be again once they are enabled. */
  readonly live?: true | null;
  /** Whatever their status, but for those that are gone for good. */
  readonly revoked?: false | null;
  /** Keys that carry all of these tags. */
  readonly tag?: readonly string[] | null;
  readonly environment?: Environment | null;
  readonly owner?: string | null;
  /** Actor that created them: a key id. */
  readonly createdBy?: string | null;
  /** Keys that are assigned to this user, or were created by a key that was (SG-1). */
  readonly user?: string | null;
  /** Keys that have all of these attributes: values by name. */
  readonly attribute?: Readonly<Record<string, string>> | null;
  /** Text anywhere in name, description, tags, owner, key id or visible start, in any case. */
  readonly q?: string | null;
  /** Keys that expire then or later; one that never expires does not. */
  readonly expiresAfter?: number | null;
  /** Keys that expire, or have expired, before. */
  readonly expiresBefore?: number | null;
  /** Keys whose last accepted use was then or later. */
  readonly usedAfter?: number | null;
  /** Keys whose last accepted use was before. */
  readonly usedBefore?: number | null;
  /** Keys that existed then and have had no accepted use since (WX-10). */
  readonly unusedSince?: number | null;
  /** Keys that have had no accepted use at all. */
  readonly neverUsed?: true | null;
  /** Keys that do not expire. */
  readonly everlasting?: true | null;
  /** Keys that hold this scope, spelt so. */
  readonly scope?: string | null;
  /** Whether rotation is recommended: live keys past 90 days without a successor (XN-10). */
  readonly rotationDue?: boolean | null;
}

/** Attribute with the user that the creating key was assigned to. */
export const createdByUserAttribute = 'createdByUser';

type Conditions = {
  readonly [Filter in keyof KeyFilters]-?: (value: NonNullable<KeyFilters[Filter]>, now: number) => Condition;
};

const unexpired = '(key.expiresAt IS NULL OR key.expiresAt > :now)';
const rotated =
  '(key.successorId IS NOT NULL AND (key.rotationCompletedAt IS NOT NULL OR key.overlapEndsAt <= :now))';

/** SQL of the status that `keyView` shows. */
export const statusConditions: Readonly<Record<EffectiveKeyStatus, string>> = {
  active: `key.status = 'active' AND ${unexpired} AND ${rotated} IS NOT TRUE`,
  disabled: `key.status = 'disabled' AND ${unexpired} AND ${rotated} IS NOT TRUE`,
  expired: `key.status <> 'revoked' AND key.expiresAt <= :now AND ${rotated} IS NOT TRUE`,
  rotated: `key.status <> 'revoked' AND ${rotated}`,
  revoked: `key.status = 'revoked'`,
};

const live = `(${statusConditions.active} OR ${statusConditions.disabled})`;

/** SQL of `isRotationDue`. */
const rotationDue = `key.createdAt <= :dueSince AND key.successorId IS NULL AND key.status <> 'revoked' AND ${unexpired}`;

/** The other side is lower-cased in the same way when the row is written. */
const searchCondition = `key.search_text LIKE lower(:pattern COLLATE "und-x-icu")`;

/** Spelt like the index `key_directory_by_creating_user`. */
const createdForUser = `key.attributes ->> '${createdByUserAttribute}'`;

const conditions: Conditions = {
  status: (status, now) => ({ sql: statusConditions[status], parameters: { now: new Date(now) } }),
  live: (_, now) => ({ sql: live, parameters: { now: new Date(now) } }),
  revoked: () => ({ sql: `key.status <> 'revoked'`, parameters: {} }),
  tag: (tags) => ({ sql: 'key.tags @> :tags::text[]', parameters: { tags } }),
  environment: (environment) => ({ sql: 'key.environment = :environment', parameters: { environment } }),
  owner: (owner) => ({ sql: 'key.owner = :owner', parameters: { owner } }),
  createdBy: (createdBy) => ({ sql: 'key.createdBy = :createdBy', parameters: { createdBy } }),
  user: (user) => ({ sql: `(key.owner = :user OR ${createdForUser} = :user)`, parameters: { user } }),
  attribute: (attributes) => ({
    sql: 'key.attributes @> :attributes::jsonb',
    parameters: { attributes: JSON.stringify(attributes) },
  }),
  q: (q) => ({ sql: searchCondition, parameters: { pattern: containing(q) } }),
  expiresAfter: (at) => ({
    sql: 'key.expiresAt >= :expiresAfter',
    parameters: { expiresAfter: new Date(at) },
  }),
  expiresBefore: (at) => ({
    sql: 'key.expiresAt < :expiresBefore',
    parameters: { expiresBefore: new Date(at) },
  }),
  usedAfter: (at) => ({
    sql: `${lastUse} >= :usedAfter`,
    parameters: { usedAfter: new Date(at) },
  }),
  usedBefore: (at) => ({
    sql: `${lastUse} < :usedBefore`,
    parameters: { usedBefore: new Date(at) },
  }),
  unusedSince: (at) => ({
    sql: `key.createdAt < :unusedSince AND (${lastUse} >= :unusedSince) IS NOT TRUE`,
    parameters: { unusedSince: new Date(at) },
  }),
  neverUsed: () => ({ sql: `${lastUse} IS NULL`, parameters: {} }),
  everlasting: () => ({ sql: 'key.expiresAt IS NULL', parameters: {} }),
  scope: (scope) => ({ sql: 'key.scopes @> ARRAY[:scope]::text[]', parameters: { scope } }),
  rotationDue: (isDue, now) => ({
    sql: `(${rotationDue}) = :isDue`,
    parameters: { isDue, now: new Date(now), dueSince: new Date(now - rotationDueAfterMs) },
  }),
};

const filterNames = Object.keys(conditions) as readonly (keyof KeyFilters)[];

/** `now` in epoch milliseconds: what has expired by then is expired. */
export function conditionsOf(filters: KeyFilters, now: number): readonly Condition[] {
  return filterNames.flatMap((name) => {
    const value = filters[name];
    if (value === null || value === undefined) return [];
    const condition = conditions[name] as (value: unknown, now: number) => Condition;
    return [condition(value, now)];
  });
}

/** What binds a cursor to the filters of its list. */
export function filterTexts(filters: KeyFilters): CursorScope['filters'] {
  return Object.fromEntries(
    filterNames.map((name) => {
      const value = filters[name];
      return [name, value === null || value === undefined ? null : JSON.stringify(value)];
    }),
  );
}
