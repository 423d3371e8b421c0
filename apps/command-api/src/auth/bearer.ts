import type { IncomingMessage } from 'node:http';

export type BearerCredential =
  | { readonly outcome: 'given'; readonly value: string }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'malformed'; readonly detail: string };

/** RFC 6750 section 2.1 with one space, as RFC 9110 has it for b64token; what more there is, is malformed. */
const bearer = /^bearer ([A-Za-z0-9._~+/-]+=*)$/i;

/** The credential of a request. Looks at the raw headers: Node keeps only the first of two Authorization headers. */
export function bearerCredential({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): BearerCredential {
  const given = rawHeaders.filter(
    (_, index) => rawHeaders[index - 1]?.toLowerCase() === 'authorization' && index % 2 === 1,
  );
  const [header] = given;
  if (header === undefined) return { outcome: 'missing' };
  if (given.length > 1)
    return { outcome: 'malformed', detail: 'There is more than one Authorization header.' };
  const [, value] = bearer.exec(header) ?? [];
  if (value === undefined)
    return { outcome: 'malformed', detail: 'The header is not Authorization: Bearer KEY.' };
  return { outcome: 'given', value };
}
