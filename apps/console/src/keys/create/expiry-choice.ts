import { type Environment, type ProfileId, everythingScope, profileOf } from '@keyledger/domain';

const dayMs = 86_400_000;

/** `days`, counted from now; `never`; or `date`, a local date and time as the browser's field has it. */
export type ExpiryChoice =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'never' }
  | { readonly kind: 'date'; readonly local: string };

const offeredDays = [1, 7, 30, 90, 180, 365] as const;

/** What each environment's keys should live, within WX-9's guidance. */
const suggestedDays = { development: 7, testing: 30, staging: 30, production: 90 } as const;

/** Lives that the profile lets a key with such scopes have (WX-7, WX-8). */
export function daysOffered(profile: ProfileId, scopes: readonly string[]): readonly number[] {
  const { lifetimeMsMax, everythingLifetimeMsMax } = profileOf(profile).limits;
  const everythingMax = scopes.includes(everythingScope) ? (everythingLifetimeMsMax ?? Infinity) : Infinity;
  const maxMs = Math.min(lifetimeMsMax ?? Infinity, everythingMax);
  return offeredDays.filter((days) => days * dayMs <= maxMs);
}

export function mayLiveForever(profile: ProfileId): boolean {
  return !profileOf(profile).limits.expiryRequired;
}

/** The guidance for the environment, cut down to what is allowed. */
export function suggestedExpiry(
  profile: ProfileId,
  scopes: readonly string[],
  environment: Environment | null,
): ExpiryChoice {
  const offered = daysOffered(profile, scopes);
  const wanted = environment === null ? 90 : suggestedDays[environment];
  const days = offered.filter((one) => one <= wanted).at(-1) ?? offered[0] ?? 1;
  return { kind: 'days', days };
}

/** ISO 8601 in UTC; null: never. A date that is none becomes undefined. */
export function expiresAt(choice: ExpiryChoice, nowMs: number): string | null | undefined {
  if (choice.kind === 'never') return null;
  const atMs = choice.kind === 'days' ? nowMs + choice.days * dayMs : Date.parse(choice.local);
  return Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString();
}
