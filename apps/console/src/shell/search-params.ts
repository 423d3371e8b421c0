/** The same fields, each of which may be given as undefined too. */
export type MaybeAbsent<Search> = { readonly [Name in keyof Search]: Search[Name] | undefined };

/** What is undefined does not stand in the address. */
export function withoutAbsent<Search>(draft: MaybeAbsent<Search>): Search {
  const present = Object.entries<unknown>(draft).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Search;
}

/** A text of the address bar; the router reads what looks like a number as one. */
export function textOf(given: unknown): string | undefined {
  if (typeof given === 'number') return String(given);
  return typeof given === 'string' && given !== '' ? given : undefined;
}
