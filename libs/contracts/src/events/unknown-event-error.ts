/**
 * An event that this build cannot read: of a type it does not know, or written by a newer one. A reader must stop
 * here: to skip it would be to answer from a history with holes.
 */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';

  constructor(
    readonly type: string,
    /** As found in the metadata. */
    readonly version: unknown,
    readonly position: bigint,
  ) {
    super(`Event ${type} of version ${String(version)} at position ${position} is unknown to this build.`);
  }
}
