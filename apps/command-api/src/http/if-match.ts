/** Matches any revision: what is asked for exists, or it would not have been found. */
const any = '*';
const entityTags = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;
const strongRevision = /^"(0|[1-9]\d{0,14})"$/;

/**
 * The revisions at which a change is wanted, RFC 9110 section 13.1.1 (`If-Match`): comparison is strong, so a weak tag and one
 * that we never gave match nothing. Null: any will do.
 */
export function wantedRevisions(header: string | undefined): readonly number[] | null {
  if (header === undefined || header.trim() === any) return null;
  const tags = header.match(entityTags) ?? [];
  return tags.flatMap((tag) => strongRevision.exec(tag)?.[1] ?? []).map(Number);
}
