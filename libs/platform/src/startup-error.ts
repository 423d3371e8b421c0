/**
 * The process cannot start, and a person can do something about it: the message is the one line they get to see.
 * Whatever else is thrown at start is a bug.
 */
export class StartupError extends Error {
  override readonly name: string = 'StartupError';
}
