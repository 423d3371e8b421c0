import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Fewer leave behind too little to stop the process for. */
const keysMin = 50_000;

interface CollectionWishes {
  readonly type: 'major';
  readonly execution: 'sync';
  /** Moves what is left together, so that whole pages go back to the system; an ordinary collection leaves them half full. */
  readonly flavor: 'last-resort';
}

/**
 * Gives back the memory that loading so many keys took. The rows that an index is made of are garbage by then, in between
 * what is kept: at a million keys two fifths of the process. The process stands still for it, so it is done before the first
 * answer and never again.
 */
export function compactHeapAfterLoading(keys: number): void {
  if (keys < keysMin) return;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (wishes: CollectionWishes) => void;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
