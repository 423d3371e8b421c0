import type { RecordedEvent } from '@keyledger/event-log';
import { CoalescedChanges } from '../coalesce.js';
import type { RowChange } from '../row-change.js';
import type { TableDefinition } from '../table.js';

/** A row takes some two kilobytes. */
export const heldRowsMaxDefault = 25_000;
/** So that the checkpoint moves, whatever the events amount to. */
const heldEventsMax = 100_000;

/** What has been projected and is not written yet: a change per row, however many events changed it. */
export class HeldChanges {
  readonly changes: CoalescedChanges;
  private count = 0;
  private newest: RecordedEvent | undefined;

  constructor(
    tables: readonly TableDefinition[],
    private readonly rowsMax: number,
  ) {
    this.changes = new CoalescedChanges(tables);
  }

  add(changes: readonly RowChange[], events: readonly RecordedEvent[]): void {
    this.changes.add(changes);
    this.count += events.length;
    this.newest = events.at(-1) ?? this.newest;
  }

  /** Of the events that led to the changes. */
  get eventsCount(): number {
    return this.count;
  }

  get last(): RecordedEvent | undefined {
    return this.newest;
  }

  get isFull(): boolean {
    return this.changes.size >= this.rowsMax || this.count >= heldEventsMax;
  }
}
