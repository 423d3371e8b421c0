import type { EventLine, FeedAccounts, FreshnessAnswer, SnapshotLine } from '@keyledger/contracts';
import { CheckpointAheadOfLog } from '@keyledger/event-log';
import { ProblemError, problem, sleep } from '@keyledger/platform';
import type { LedgerBatch, LiveIndex, LiveSource } from '@keyledger/verification';
import type { CallerAuthentication, CallingRequest } from './caller-authentication.js';
import { eventForIndex } from './stream-event.js';
import { withTicks } from './stream-ticks.js';
import type { VerifyRights } from './verify-rights.js';

/** Each reads all rows in a transaction of its own. */
export const snapshotsAtOnceMax = 4;
/** Each follows the log by itself. */
export const streamsAtOnceMax = 200;
/** Something is sent at least so often, and rights are looked at again. */
const heartbeatMs = 1_000;

export interface StreamEndpointParts {
  readonly live: Pick<LiveIndex, 'hasCaughtUp' | 'asOf' | 'isFresh' | 'stalenessMs'>;
  readonly callers: Pick<CallerAuthentication, 'authenticate'>;
  /** Of one account, or of all. */
  readonly sourceOf: (accountId: string | null) => LiveSource;
  /** The server takes no more requests: streams are to end. */
  readonly isStopping: () => boolean;
}

/** What verifiers in other processes start from and follow. Callers see the keys that they may ask about, no others. */
export class StreamEndpoint {
  private snapshots = 0;
  private streams = 0;

  constructor(private readonly parts: StreamEndpointParts) {}

  /** Throws `ProblemError`, as all here do. */
  freshness(request: CallingRequest): FreshnessAnswer {
    const { live } = this.parts;
    this.admit(request);
    // Confirmations count on nobody being proved by a verifier that refuses itself (docs/revocation.md).
    if (!live.isFresh()) throw new ProblemError(problem('STALE'));
    return { position: live.asOf.toString(), stalenessMs: Math.ceil(live.stalenessMs()) };
  }

  /** Rejects before the first line, so that failures have a status. */
  async snapshot(request: CallingRequest): Promise<AsyncIterable<SnapshotLine>> {
    const rights = this.admit(request);
    if (this.snapshots >= snapshotsAtOnceMax) throw new ProblemError(problem('OVERLOADED'));
    this.snapshots += 1;
    try {
      const { position, rows } = await this.parts.sourceOf(onlyAccount(rights)).snapshot();
      const head = { kind: 'snapshot', position: position.toString(), accounts: accountsOf(rights) } as const;
      return whole(
        head,
        rows,
        (accountId) => sees(rights, accountId),
        () => (this.snapshots -= 1),
      );
    } catch (error) {
      this.snapshots -= 1;
      throw error;
    }
  }

  events(request: CallingRequest, after: bigint): AsyncIterable<EventLine> {
    const rights = this.admit(request);
    if (this.streams >= streamsAtOnceMax) throw new ProblemError(problem('OVERLOADED'));
    return this.follow(request, rights, after);
  }

  private admit(request: CallingRequest): VerifyRights {
    if (!this.parts.live.hasCaughtUp) throw new ProblemError(problem('NOT_READY'));
    return this.parts.callers.authenticate(request);
  }

  private async *follow(
    request: CallingRequest,
    rights: VerifyRights,
    after: bigint,
  ): AsyncGenerator<EventLine> {
    const ending = new AbortController();
    this.streams += 1;
    try {
      yield { kind: 'view', accounts: accountsOf(rights) };
      let position = after;
      const batches = this.parts.sourceOf(null).subscribe(after, ending.signal);
      for await (const batch of withTicks(batches, () => sleep(heartbeatMs, ending.signal))) {
        // Whoever lost the right to some account, or won it, starts anew: with another snapshot.
        if (this.parts.isStopping() || !this.stillHas(rights, request)) return;
        if (batch !== null) yield* eventsOf(batch, rights);
        position = batch?.position ?? position;
        yield { kind: 'position', position: position.toString(), caughtUp: batch?.caughtUp ?? false };
      }
    } catch (error) {
      if (!(error instanceof CheckpointAheadOfLog)) throw error;
      yield { kind: 'reload' };
    } finally {
      this.streams -= 1;
      ending.abort();
    }
  }

  /** Keys share their compiled scopes, and these their rights: the same list of scopes has the same object. */
  private stillHas(rights: VerifyRights, request: CallingRequest): boolean {
    try {
      return this.parts.callers.authenticate(request) === rights;
    } catch (error) {
      if (error instanceof ProblemError) return false;
      throw error;
    }
  }
}

async function* whole(
  head: SnapshotLine,
  pages: AsyncIterable<readonly Exclude<SnapshotLine, { kind: 'snapshot' | 'end' }>[]>,
  isVisible: (accountId: string) => boolean,
  done: () => void,
): AsyncGenerator<SnapshotLine> {
  let rows = 0;
  try {
    yield head;
    for await (const page of pages) {
      for (const row of page) {
        if (!isVisible(row.accountId)) continue;
        rows += 1;
        yield row;
      }
    }
    yield { kind: 'end', rows };
  } finally {
    done();
  }
}

function* eventsOf({ events }: LedgerBatch, rights: VerifyRights): Generator<EventLine> {
  for (const { event, position } of events) {
    const needed = sees(rights, event.data.accountId) ? eventForIndex(event) : null;
    if (needed !== null) yield { kind: 'event', position: position.toString(), event: needed };
  }
}

function sees({ everyAccount, accounts }: VerifyRights, accountId: string): boolean {
  return everyAccount || accounts.has(accountId);
}

function accountsOf({ everyAccount, accounts }: VerifyRights): FeedAccounts {
  return everyAccount ? null : [...accounts].sort();
}

/** The database picks the rows of one account; those of several are picked here. */
function onlyAccount({ everyAccount, accounts }: VerifyRights): string | null {
  const [first = null] = accounts;
  return !everyAccount && accounts.size === 1 ? first : null;
}
