import type {
  EventLine,
  FeedAccounts,
  FreshnessAnswer,
  SnapshotLine,
  VerificationRow,
  VerificationSnapshot,
} from '@keyledger/contracts';
import { type LedgerBatch, type LiveSource, Progress } from '@keyledger/verification';
import type { HttpCaller } from '../client/http-caller.js';
import { linesOf } from './lines.js';

/** Verifiers send something every second; after so much silence the connection is taken for dead. */
const silenceMsMax = 5_000;
/** A million keys, over a slow line. */
const snapshotMsMax = 600_000;
const rowsAtOnce = 1_000;

export interface HttpLiveSourceOptions {
  readonly http: HttpCaller;
  /** A verifier whose own proof is older than this proves nothing to us. */
  readonly verifierStalenessMaxMs: number;
  /** What the index was made from is not what the stream tells of any more: another one is needed. */
  readonly onReload: () => void;
}

/**
 * What a verifier follows the log by, over HTTP. A line of the stream proves nothing about the time: it may have lain in
 * buffers, or this process may have been stopped. So freshness is asked for by a request of its own each time, and
 * counts as of before it was sent.
 */
export class HttpLiveSource implements LiveSource {
  readonly readsWhenAsked = false;
  /** Age of the verifier's own proof at the latest answer, in milliseconds. */
  verifierStalenessMs = 0;
  private accounts: string | undefined;
  private readonly applied = new Progress();
  private readonly closing = new AbortController();

  constructor(private readonly options: HttpLiveSourceOptions) {}

  /** Breaks off a snapshot that is being loaded. */
  close(): void {
    this.closing.abort();
  }

  async snapshot(): Promise<VerificationSnapshot> {
    const ended = AbortSignal.any([this.closing.signal, AbortSignal.timeout(snapshotMsMax)]);
    const body = await this.options.http.open('/v1/snapshot', ended);
    const lines = linesOf<SnapshotLine>(body);
    const { value: head } = await lines.next();
    if (head?.kind !== 'snapshot') throw new Error('Keyledger sent no snapshot.');
    this.accounts = textOf(head.accounts);
    return { position: BigInt(head.position), rows: rowsIn(lines) };
  }

  async *subscribe(after: bigint, signal: AbortSignal): AsyncGenerator<LedgerBatch> {
    const silence = new Silence(silenceMsMax);
    try {
      const ended = AbortSignal.any([signal, silence.signal]);
      const body = await this.options.http.open(`/v1/events?after=${after}`, ended);
      for await (const line of linesOf<EventLine>(body)) {
        silence.broken();
        const batch = this.batchOf(line);
        if (batch === null) continue;
        yield batch;
        // Whoever asks for the next one has applied this one.
        this.applied.advanceTo(batch.position);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      silence.end();
    }
  }

  /** Is asked before the index has applied what comes meanwhile, and waits for that. */
  async hasEventsAfter(position: bigint): Promise<boolean> {
    const { http, verifierStalenessMaxMs } = this.options;
    const answer = await http.call<FreshnessAnswer>({
      ...{ method: 'GET', path: '/v1/freshness', repeatable: false },
    });
    if (answer.stalenessMs > verifierStalenessMaxMs) return true;
    const head = BigInt(answer.position);
    const reached = head <= position || (await this.applied.whenAt(head, AbortSignal.timeout(silenceMsMax)));
    if (reached) this.verifierStalenessMs = answer.stalenessMs;
    return !reached;
  }

  /** Null: nothing to apply. */
  private batchOf(line: EventLine): LedgerBatch | null {
    switch (line.kind) {
      case 'view':
        if (textOf(line.accounts) !== this.accounts) this.reload();
        return null;
      case 'event': {
        const position = BigInt(line.position);
        return { events: [{ event: line.event, position }], position, caughtUp: false };
      }
      case 'position':
        return { events: [], position: BigInt(line.position), caughtUp: line.caughtUp };
      case 'reload':
        return this.reload();
    }
  }

  private reload(): never {
    this.options.onReload();
    throw new Error('The snapshot does not go with the stream any more.');
  }
}

/** Aborts its signal when nothing has broken it for so long. */
class Silence {
  private readonly aborting = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.timer = setTimeout(() => this.aborting.abort(new Error('Keyledger has gone silent.')), ms);
    this.timer.unref();
  }

  get signal(): AbortSignal {
    return this.aborting.signal;
  }

  broken(): void {
    this.timer.refresh();
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

async function* rowsIn(lines: AsyncIterable<SnapshotLine>): AsyncGenerator<readonly VerificationRow[]> {
  let rows: VerificationRow[] = [];
  let count = 0;
  for await (const line of lines) {
    if (line.kind === 'end') {
      if (line.rows !== count) break;
      yield rows;
      return;
    }
    if (line.kind === 'snapshot') break;
    count += 1;
    rows.push(line);
    if (rows.length < rowsAtOnce) continue;
    yield rows;
    rows = [];
  }
  throw new Error('Keyledger’s snapshot is not whole.');
}

function textOf(accounts: FeedAccounts): string {
  return JSON.stringify(accounts);
}
