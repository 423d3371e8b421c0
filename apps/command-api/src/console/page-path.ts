/**
 * Whether somebody asks for one of the console's pages, which all are `index.html`: a browser that opens an address, and none
 * that begins as a route of the API does (`taken`) or names a file. The bare address is one whoever asks.
 */
export function isPagePath(path: string, accept: string | undefined, taken: ReadonlySet<string>): boolean {
  if (path === '') return true;
  if (accept?.includes('text/html') !== true) return false;
  const segments = path.split('/');
  return !taken.has(segments[0] ?? '') && segments.at(-1)?.includes('.') === false;
}
