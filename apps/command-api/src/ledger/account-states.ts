import { accountStream, toLedgerEvent } from '@keyledger/contracts';
import {
  type AccountEvent,
  type AccountState,
  type OpenAccountState,
  accountDecider,
  isSlug,
} from '@keyledger/domain';
import type { EventLog, RecordedEvent } from '@keyledger/event-log';
import { RecentlyUsed } from '@keyledger/platform';

export interface FoundAccount {
  readonly state: OpenAccountState;
  readonly openedPosition: bigint;
}

interface Folded {
  readonly state: AccountState;
  /** Events folded so far. */
  readonly revisions: number;
  readonly openedPosition: bigint;
}

const accountsMax = 1_000;

/**
 * Accounts as the log has them right now: each time it is asked for what is new, so that an answer is never older than
 * the question, and catalogues are not read again and again.
 */
export class AccountStates {
  private readonly known = new RecentlyUsed<Folded>(accountsMax);

  constructor(private readonly eventLog: Pick<EventLog, 'readStream'>) {}

  /** Null: no such account. */
  async find(accountId: string): Promise<FoundAccount | null> {
    if (!isSlug(accountId)) return null;
    const before = this.known.get(accountId);
    const events = await this.eventLog.readStream(accountStream(accountId), before?.revisions ?? 0);
    const after = before === undefined ? foldedFrom(events) : foldedFurther(before, events);
    if (after === null || after.state.status === 'absent') return null;
    this.known.set(accountId, after);
    const { state, openedPosition } = after;
    return { state, openedPosition };
  }
}

function foldedFrom(events: readonly RecordedEvent[]): Folded | null {
  const [opened] = events;
  if (opened === undefined) return null;
  const nothing = { state: accountDecider.initialState, revisions: 0, openedPosition: opened.position };
  return foldedFurther(nothing, events);
}

function foldedFurther(before: Folded, events: readonly RecordedEvent[]): Folded {
  if (events.length === 0) return before;
  const state = events
    .map((recorded) => toLedgerEvent(recorded).event as AccountEvent)
    .reduce(accountDecider.evolve, before.state);
  return { ...before, state, revisions: before.revisions + events.length };
}
