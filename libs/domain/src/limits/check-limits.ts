import { holdsKey } from '../formats/find-keys.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { quoted } from '../text/quoted.js';
import { fixedDurationMsOf } from './fixed-duration.js';
import type { CreditLimit, CreditRefill, KeyLimit } from './key-limit.js';

export const limitsMax = 8;
export const limitCountMax = 1_000_000_000;
export const limitPeriodMsMin = 1_000;
export const limitPeriodMsMax = 366 * 86_400_000;

/** It goes into structured fields (RFC 9651) as it is. */
const limitName = /^[a-z][a-z0-9-]{0,39}$/;

type Fields<Of> = { readonly [Field in keyof Of]?: unknown };
type GivenLimit = Fields<KeyLimit> &
  Fields<CreditLimit> & { readonly requests?: unknown; readonly window?: unknown };

/** The limits as they are recorded, in the order given. Refused with INVALID_LIMIT or TOO_MANY_LIMITS. */
export function checkLimits(limits: unknown): readonly KeyLimit[] | Refusal {
  if (!Array.isArray(limits)) return refuse('INVALID_LIMIT', 'The limits are not a list.');
  if (limits.length > limitsMax) return refuse('TOO_MANY_LIMITS', `A key may have ${limitsMax} limits.`);
  const checked = new Map<string, KeyLimit>();
  for (const given of limits as readonly unknown[]) {
    const limit = checkLimit(given);
    if (isRefusal(limit)) return limit;
    if (checked.has(limit.name))
      return refuse('INVALID_LIMIT', `There are two limits ${quoted(limit.name)}.`);
    checked.set(limit.name, limit);
  }
  return [...checked.values()];
}

export function sameLimits(left: readonly KeyLimit[], right: readonly KeyLimit[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function checkLimit(given: unknown): KeyLimit | Refusal {
  if (typeof given !== 'object' || given === null) return refuse('INVALID_LIMIT', 'A limit is an object.');
  const { name, kind, requests, window, credits, refill } = given as GivenLimit;
  if (typeof name !== 'string' || !limitName.test(name) || holdsKey(name)) {
    return refuse('INVALID_LIMIT', `${quoted(name)} is no name of a limit.`);
  }
  if (kind === 'fixed' || kind === 'sliding') {
    if (!isCount(requests)) return refuse('INVALID_LIMIT', `${name}: requests is ${expectedCount}.`);
    if (!isPeriod(window)) return refuse('INVALID_LIMIT', `${name}: window is ${expectedPeriod}.`);
    return { name, kind, requests, window };
  }
  if (kind !== 'credits') {
    return refuse('INVALID_LIMIT', `${name}: ${quoted(kind)} is not one of fixed, sliding, credits.`);
  }
  if (!isCount(credits)) return refuse('INVALID_LIMIT', `${name}: credits is ${expectedCount}.`);
  const checkedRefill = checkRefill(name, credits, refill ?? null);
  return isRefusal(checkedRefill) ? checkedRefill : { name, kind, credits, refill: checkedRefill };
}

function checkRefill(name: string, credits: number, refill: unknown): CreditRefill | null | Refusal {
  if (refill === null) return null;
  if (typeof refill !== 'object')
    return refuse('INVALID_LIMIT', `${name}: refill is {amount, every}, or null.`);
  const { amount, every } = refill as Fields<CreditRefill>;
  if (!isCount(amount) || amount > credits) {
    return refuse('INVALID_LIMIT', `${name}: refill.amount is a whole number from 1 to the credits.`);
  }
  if (!isPeriod(every)) return refuse('INVALID_LIMIT', `${name}: refill.every is ${expectedPeriod}.`);
  return { amount, every };
}

const expectedCount = `a whole number from 1 to ${limitCountMax}`;
const expectedPeriod =
  'an ISO 8601 duration from a second to 366 days, in weeks, days, hours, minutes and seconds';

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= limitCountMax;
}

function isPeriod(value: unknown): value is string {
  const periodMs = fixedDurationMsOf(value);
  return periodMs !== null && periodMs >= limitPeriodMsMin && periodMs <= limitPeriodMsMax;
}
