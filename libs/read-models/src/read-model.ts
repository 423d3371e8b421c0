import type { LedgerEvent } from '@keyledger/contracts';
import type { RowChange } from './row-change.js';
import type { TableDefinition } from './table.js';

/** Answers kept ready: rows folded from the whole log. */
export interface ReadModel {
  /** `key-directory`; with the version it names the checkpoint. */
  readonly name: string;
  /** Rises when the same events would give other rows: a new version is folded from the start. */
  readonly version: number;
  readonly tables: readonly TableDefinition[];
  /** Each event makes a row of its own and changes no other: nothing is saved by writing later. */
  readonly rowPerEvent?: boolean;
  /** Pure, and never reads: what it needs is in the event. */
  readonly project: (event: LedgerEvent) => readonly RowChange[];
}

/** Whoever follows the log has a checkpoint under a name and a version: read models, and relays to a broker. */
export type CheckpointOwner = Pick<ReadModel, 'name' | 'version'>;

/** `key-directory@1` */
export function readModelId({ name, version }: CheckpointOwner): string {
  return `${name}@${version}`;
}
