import type { EventLog } from '../event-log.js';

export interface EventLogUnderTest {
  readonly log: EventLog;
  /** An outage: whatever connections the log has are lost, and it can be reached again when this resolves. */
  readonly loseConnections: () => Promise<void>;
  /** Closes the log and frees what `open` took. */
  readonly dispose: () => Promise<void>;
}

export type UnderTest = () => EventLogUnderTest;
