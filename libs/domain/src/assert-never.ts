/** Closes a `switch` over a union: the compiler complains where a new member is not handled. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
