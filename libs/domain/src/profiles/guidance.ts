import type { Environment } from '../key/environment.js';
import { everythingScope } from '../scopes/scope.js';
import type { JudgedKey, Warning } from './profile.js';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Names that say nothing of what the key is for: Key1, Test, MyKey (WX-12). */
const sayingLittle =
  /^(?:(?:my|new|the|a|our)?[\s_.-]*(?:api)?[\s_.-]*(?:key|token|test|testing|temp|tmp|demo|default|untitled|foo|bar|asdf|abc|x+)(?:[\s_.-]*key)?)?[\s_.#-]*\d*$/i;

export function nameWarnings({ name }: JudgedKey): readonly Warning[] {
  if (!sayingLittle.test(name)) return [];
  const detail = 'The name says nothing of what the key is for; "CRM integration, read only" would.';
  return [{ code: 'NAME_SAYS_LITTLE', detail }];
}

export function everythingWarnings({ scopes, environment }: JudgedKey): readonly Warning[] {
  if (!scopes.includes(everythingScope)) return [];
  return environment === 'production'
    ? [
        {
          code: 'EVERYTHING_IN_PRODUCTION',
          detail: `${everythingScope} is for development; this is production.`,
        },
      ]
    : [
        {
          code: 'EVERYTHING_HELD',
          detail: `${everythingScope} may do whatever the API can do, now and later.`,
        },
      ];
}

/** Days that a key of an environment should live, both inclusive. */
export type LifetimeGuidance = Readonly<Partial<Record<Environment, readonly [min: number, max: number]>>>;

export function lifetimeWarnings(key: JudgedKey, guidance: LifetimeGuidance): readonly Warning[] {
  const days = key.environment === null ? undefined : guidance[key.environment];
  if (days === undefined) return [];
  const [min, max] = days;
  const lifetimeMs = key.expiresAt === null ? Infinity : Date.parse(key.expiresAt) - key.createdAtMs;
  if (lifetimeMs >= min * dayMs && lifetimeMs <= max * dayMs) return [];
  const detail = `A key for ${String(key.environment)} should live ${min} to ${max} days.`;
  return [{ code: 'LIFETIME_OUTSIDE_GUIDANCE', detail }];
}
