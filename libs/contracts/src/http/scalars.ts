import { z } from 'zod';
import { text } from './text.js';

/** PostgreSQL's bigint, which positions are kept in. */
const positionMax = 9_223_372_036_854_775_807n;
const decimalDigits = /^(0|[1-9]\d{0,18})$/;

/** A place in the log, as a string of decimal digits: it may not fit a double. */
export const positionText = z.string().regex(decimalDigits).meta({
  description: 'A place in the event log: opaque, comparable as a number, rising.',
});

/** `?minPosition=`: the answer must not be older than this. */
export const minPosition = z
  .string()
  .refine((value) => decimalDigits.test(value) && BigInt(value) <= positionMax, {
    error: 'a position as an earlier answer gave it: decimal digits',
  })
  .transform(BigInt)
  .meta({
    pattern: decimalDigits.source,
    description: 'Answer with a state that has this position, waiting for it for a bounded time.',
  });

/** ISO 8601 in UTC with milliseconds, as answers give it. */
export const instant = z.iso.datetime({ precision: 3 });

const instantMessage = 'ISO 8601 with an offset or Z, such as 2030-01-31T00:00:00Z, from 1970 to 9999';
/** Later ones have more than four digits in the year; before 1970 nothing has happened. */
const instantLatestMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** ISO 8601 with an offset or Z, as questions may give it; becomes epoch milliseconds. */
export const instantFilter = z.iso
  .datetime({ offset: true, error: instantMessage })
  .transform((value) => Date.parse(value))
  .refine((instantMs) => instantMs >= 0 && instantMs <= instantLatestMs, { error: instantMessage });

export const pageItemsDefault = 50;
export const pageItemsMax = 200;

const pageLimitMessage = `a whole number from 1 to ${pageItemsMax}`;

/** `?limit=`: how many items a page has at most. */
export const pageLimit = z
  .string()
  .refine((value) => /^[1-9]\d{0,2}$/.test(value) && Number(value) <= pageItemsMax, {
    error: pageLimitMessage,
  })
  .transform(Number)
  .meta({
    type: 'integer',
    minimum: 1,
    maximum: pageItemsMax,
    description: `How many items at most; ${pageItemsDefault} if not given.`,
  });

const cursorMaxLength = 1_000;

/** `?cursor=`: where the page before ended; meaningful with the same filters only. */
export const pageCursor = z.string().min(1).max(cursorMaxLength).meta({
  description: 'The `nextCursor` of the page before, with the same filters and order.',
});

/** Which page of a list. */
export const pageQuery = { cursor: pageCursor.optional(), limit: pageLimit.optional() };

export const nextCursor = z.string().nullable().meta({
  description: 'Give it as `cursor` for the next page; null on the last one.',
});

const filterMaxLength = 200;

/** A filter that is compared as it is: any clean text up to a bound. */
export const filterText = text({
  lengthMin: 1,
  lengthMax: filterMaxLength,
  code: 'INVALID_REQUEST',
  message: `1 to ${filterMaxLength} characters, without control characters`,
});

const repeatsMax = 10;

/** A filter that may be given several times, `?tag=a&tag=b`; becomes a list. */
export function repeated<Output>(filter: z.ZodType<Output, string>): z.ZodType<Output[], string | string[]> {
  return z
    .union([filter, z.array(filter).min(1).max(repeatsMax)])
    .transform((given) => (Array.isArray(given) ? given : [given]));
}

const attributeFilterPattern = /^([A-Za-z][A-Za-z0-9_-]{0,39}):(.+)$/s;

/** `?attribute=team:billing`, several times for several names; becomes values by name. */
export const attributeFilter = repeated(filterText)
  .refine(nameEachAttributeOnce, { error: 'name:value, each name once' })
  .transform((filters) => Object.fromEntries(filters.map(attributeOf)))
  .meta({ description: '`name:value` of an attribute; several: all of them, each name once.' });

function nameEachAttributeOnce(filters: readonly string[]): boolean {
  const names = filters.map((filter) => attributeOf(filter)[0]);
  return !names.includes('') && new Set(names).size === names.length;
}

/** The name is empty where the filter is none. */
function attributeOf(filter: string): [name: string, value: string] {
  const [, name = '', value = ''] = attributeFilterPattern.exec(filter) ?? [];
  return [name, value];
}
