import { accountStream, toLedgerEvent } from '@keyledger/contracts';
import { type AccountEvent, type OpenAccountState, isSlug } from '@keyledger/domain';
import type { EventLog, RecordedEvent } from '@keyledger/event-log';
import { RecentlyUsed } from '@keyledger/platform';
import { type TrackedAccount, trackedAccountDecider } from './tracked-account.js';

export interface FoundAccount {
  readonly state: OpenAccountState;
  readonly openedPosition: bigint;
  /** Of its last event. */
  readonly revision: number;
  /** The same, to decide on. */
  readonly tracked: TrackedAccount;
}

interface Folded {
  readonly tracked: TrackedAccount;
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
    const events = await this.eventLog.readStream(accountStream(accountId), nextRevision(before));
    const after = before === undefined ? foldedFrom(events) : foldedFurther(before, events);
    if (after === null) return null;
    const { tracked, openedPosition } = after;
    if (tracked.state.status === 'absent') return null;
    this.known.set(accountId, after);
    return { state: tracked.state, openedPosition, revision: tracked.revision, tracked };
  }
}

function nextRevision(before: Folded | undefined): number {
  return (before?.tracked.revision ?? -1) + 1;
}

function foldedFrom(events: readonly RecordedEvent[]): Folded | null {
  const [opened] = events;
  if (opened === undefined) return null;
  return foldedFurther(
    { tracked: trackedAccountDecider.initialState, openedPosition: opened.position },
    events,
  );
}

function foldedFurther(before: Folded, events: readonly RecordedEvent[]): Folded {
  if (events.length === 0) return before;
  const tracked = events
    .map((recorded) => toLedgerEvent(recorded).event as AccountEvent)
    .reduce(trackedAccountDecider.evolve, before.tracked);
  return { ...before, tracked };
}
