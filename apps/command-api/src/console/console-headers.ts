/**
 * Scripts, requests and everything else from here alone, and nothing in line but the style elements of the component library,
 * which carry the nonce of the page. Style attributes that a script sets by the DOM are none of its business (CSP level 3, 8.3);
 * those that stand in markup are forbidden.
 */
const policyWith = (styles: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const everyFile = {
  'content-security-policy': policyWith("'self'"),
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

/** What goes with the page. Its nonce is for one answer, so that no cache may give it to somebody else. */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  const policy = policyWith(`'self' 'nonce-${nonce}'`);
  return { ...consoleHeaders('index.html'), 'content-security-policy': policy };
}
