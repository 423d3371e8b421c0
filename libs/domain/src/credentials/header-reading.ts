/** What a request says in one place that may carry a credential. A detail never repeats what was sent. */
export type HeaderReading =
  { readonly outcome: 'given'; readonly value: string } | MissingHeader | MalformedHeader;

export interface MissingHeader {
  readonly outcome: 'missing';
}

export interface MalformedHeader {
  readonly outcome: 'malformed';
  readonly detail: string;
}

export const missing: MissingHeader = { outcome: 'missing' };

export function malformed(detail: string): MalformedHeader {
  return { outcome: 'malformed', detail };
}

/** Of a header that carries a credential: far more than any key, so that nothing large is matched or hashed. */
const headerLengthMax = 8_192;

/**
 * The one header of this name, as it was sent. Two are malformed even where they are equal: of two headers Node keeps
 * the first or joins them, while a proxy before us may have judged the second. An empty header says as much as none.
 *
 * @param rawHeaders names and values in turn, as Node has them
 * @param name as in documents; compared without regard to case
 */
export function readHeader(rawHeaders: readonly string[], name: string): HeaderReading {
  const wanted = name.toLowerCase();
  let value: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const candidate = rawHeaders[index];
    if (candidate?.length !== wanted.length || candidate.toLowerCase() !== wanted) continue;
    if (value !== undefined) return malformed(`There is more than one ${name} header.`);
    value = rawHeaders[index + 1] ?? '';
  }
  if (value === undefined || value === '') return missing;
  if (value.length > headerLengthMax) {
    return malformed(`The ${name} header is longer than ${headerLengthMax} characters.`);
  }
  return { outcome: 'given', value };
}
