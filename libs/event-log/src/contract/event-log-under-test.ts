import type { EventLog } from '../event-log.js';

export interface EventLogUnderTest {
  readonly log: EventLog;
  /** Of a stream's name, where the log under test is a part of a larger one; else the limit of every log. */
  readonly streamNameCharactersMax?: number;
  /** An outage: whatever connections the log has are lost, and it can be reached again when this resolves. */
  readonly loseConnections: () => Promise<void>;
  /** Closes the log and frees what `open` took. */
  readonly dispose: () => Promise<void>;
}

export type UnderTest = () => EventLogUnderTest;
