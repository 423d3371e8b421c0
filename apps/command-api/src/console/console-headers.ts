/**
 * Scripts, requests and everything else from here alone, and nothing in line but styles: the component library writes its
 * style sheets and the measures of charts into the page.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const everyFile = {
  'content-security-policy': contentSecurityPolicy,
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Names there hold a digest of what is in the file. */
const hashedFolder = 'assets/';

/** What goes with a file of the console, by its path in it. */
export function consoleHeaders(path: string): Readonly<Record<string, string>> {
  const caching = path.startsWith(hashedFolder) ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { ...everyFile, 'cache-control': caching };
}
