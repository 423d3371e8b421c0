import { accountStream, toLedgerEvent } from '@keyledger/contracts';
import { type AccountEvent, type AccountState, type UsageAddresses, accountDecider } from '@keyledger/domain';
import type { EventLog } from '@keyledger/event-log';

interface Known {
  readonly state: AccountState;
  /** Events folded so far. */
  readonly revisions: number;
  /** When the log was asked last, epoch milliseconds. */
  readonly askedAt: number;
}

/** A choice takes effect in every auditor within this time. */
export const choiceMsMax = 10_000;
/** Past that it begins anew, which costs some reading of streams. */
const accountsMax = 10_000;

/**
 * What each account wants kept of its clients' addresses. From the log itself, which is never behind: a read model that
 * is being built anew would have addresses kept that were not to be.
 */
export class KeptAddresses {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly log: Pick<EventLog, 'readStream'>,
    private readonly clock: { now(): number },
  ) {}

  /** By account id, for each of them. Rejects when the log is out of reach: then nothing is said of anybody. */
  async choices(accountIds: Iterable<string>): Promise<(accountId: string) => UsageAddresses> {
    const asked = [...new Set(accountIds)];
    const choices = new Map(
      await Promise.all(asked.map(async (id) => [id, await this.choiceOf(id)] as const)),
    );
    return (accountId) => choices.get(accountId) ?? 'full';
  }

  private async choiceOf(accountId: string): Promise<UsageAddresses> {
    const before = this.known.get(accountId);
    const now = this.clock.now();
    const isRecent = before !== undefined && now - before.askedAt < choiceMsMax;
    const { state } = isRecent ? before : await this.ask(accountId, before, now);
    return state.status === 'absent' ? 'full' : state.usageAddresses;
  }

  private async ask(accountId: string, before: Known | undefined, askedAt: number): Promise<Known> {
    const { state, revisions } = before ?? { state: accountDecider.initialState, revisions: 0 };
    const events = await this.log.readStream(accountStream(accountId), revisions);
    const after = {
      state: events
        .map((recorded) => toLedgerEvent(recorded).event as AccountEvent)
        .reduce(accountDecider.evolve, state),
      revisions: revisions + events.length,
      askedAt,
    };
    if (this.known.size >= accountsMax) this.known.clear();
    this.known.set(accountId, after);
    return after;
  }
}
