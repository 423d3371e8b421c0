import type { Refusal } from '@keyledger/domain';
import { type Position, originPosition } from '@keyledger/event-log';

/** A refusal that was decided on a stream of the log. */
interface FoundedRefusal extends Refusal {
  /** Of the stream's last event then: a read with this `minPosition` shows what the refusal is about. */
  readonly foundedOn: Position;
}

/** Nothing is said of a stream that does not exist. */
export function foundedOn(position: Position, refusal: Refusal): Refusal | FoundedRefusal {
  return position === originPosition ? refusal : { ...refusal, foundedOn: position };
}

/** Null: it was not decided on a stream. */
export function foundationOf(refusal: Refusal | FoundedRefusal): Position | null {
  return 'foundedOn' in refusal ? refusal.foundedOn : null;
}
