import type { IncomingMessage } from 'node:http';

export type BearerCredential =
  | { readonly outcome: 'given'; readonly value: string }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'malformed'; readonly detail: string };

/** RFC 6750 section 2.1 with one space, as RFC 9110 has it for b64token; what more there is, is malformed. */
const bearer = /^bearer ([A-Za-z0-9._~+/-]+=*)$/i;

const headerName = 'authorization';
const missing: BearerCredential = { outcome: 'missing' };

/**
 * The credential of a request. Looks at the raw headers, names and values in turn: of two Authorization headers Node
 * keeps the first alone, while a proxy before us may have judged the second.
 */
export function bearerCredential({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): BearerCredential {
  let header: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length !== headerName.length || name.toLowerCase() !== headerName) continue;
    if (header !== undefined) return malformed('There is more than one Authorization header.');
    header = rawHeaders[index + 1];
  }
  if (header === undefined) return missing;
  const value = bearer.exec(header)?.[1];
  if (value === undefined) return malformed('The header is not Authorization: Bearer KEY.');
  return { outcome: 'given', value };
}

function malformed(detail: string): BearerCredential {
  return { outcome: 'malformed', detail };
}
