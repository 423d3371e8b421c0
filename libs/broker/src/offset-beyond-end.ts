/** How often a consumer whose own offset lies beyond the end asks again where it is. */
export const offsetRetryMs = 1_000;

/**
 * The consumer keeps its own offsets, and the broker has never been that far: it is another one than the one they were
 * counted on, or has lost its end. What it holds would be passed over as long as it is below them.
 */
export class OffsetBeyondEnd extends Error {
  override readonly name = 'OffsetBeyondEnd';

  constructor(topic: string, partition: number, offset: bigint, endOffset: bigint) {
    super(
      `The next message of ${topic}/${partition} is to be ${offset}, but the broker has come to ${endOffset} only: ` +
        'it is another one than before. Run npm run forget-broker.',
    );
  }
}
