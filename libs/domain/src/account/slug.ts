/** The reserved account whose keys are admin and service keys of Keyledger itself. */
export const systemAccountId = 'system';

/** 2 to 40 characters: a-z, 0-9 and inner hyphens, a letter first. */
export const slugPattern = '[a-z][a-z0-9-]{0,38}[a-z0-9]';

const wholeSlug = new RegExp(`^${slugPattern}$`);

export function isSlug(value: unknown): boolean {
  return typeof value === 'string' && wholeSlug.test(value);
}

/** Slugs that nobody but Keyledger's own first start may open an account under. */
export function isReservedSlug(slug: string): boolean {
  return slug === systemAccountId;
}
