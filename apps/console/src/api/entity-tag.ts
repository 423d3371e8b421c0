/** Any revision will do: the server has not said which one this is. */
const any = '*';

/** The tag of an answer, to be sent as `If-Match`. */
export function entityTagOf(headers: Pick<Headers, 'get'>): string {
  return headers.get('ETag') ?? any;
}

/** That of what is at a revision. */
export function entityTagOfRevision(revision: number): string {
  return `"${revision}"`;
}
