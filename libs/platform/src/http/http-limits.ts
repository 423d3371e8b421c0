/** Bounds of the HTTP surface. Whoever sends slowly, much or never ends is cut off; well-meant clients notice none. */
export const httpLimits = {
  bodyBytesMax: 64 * 1024,
  headerBytesMax: 16 * 1024,
  /** Of one path parameter, in characters: longer than the longest name of an operation. */
  pathParameterLengthMax: 256,
  requestIdLengthMax: 100,
  /** From the first byte of a request to the end of its headers. */
  headersMsMax: 10_000,
  /** From the first byte of a request to its last. */
  requestMsMax: 30_000,
  /** How often Node looks for connections beyond the two bounds above. */
  connectionsCheckMs: 1_000,
  /** How long a connection that was refused stays half open, so that the client can read why (RFC 9112 section 9.6). */
  lingerMsMax: 1_000,
  /** At once; more are dropped as they come. */
  connectionsMax: 10_000,
  /** Longer than the 60 s that load balancers wait by default, so that they, not we, close idle connections. */
  keepAliveMs: 72_000,
} as const;
