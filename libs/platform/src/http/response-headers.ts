/** On every answer (OWASP REST security): an API's answers are for programs, and none is to be kept or framed. */
export const responseHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
};

export const requestIdHeader = 'x-request-id';
