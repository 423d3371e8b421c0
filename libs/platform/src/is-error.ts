/**
 * Whether it is an Error of any realm: `instanceof` says no to Node's own errors where code runs in a context of its
 * own (as tests do), and the tag says no to those that only inherit from Error (as Fastify's do).
 */
export function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}
