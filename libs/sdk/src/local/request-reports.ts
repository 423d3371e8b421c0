import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalRequestsAnswer, LocalRequestsBody } from '@keyledger/contracts';
import type { HttpCaller } from '../client/http-caller.js';
import { KeyledgerProblem } from '../client/keyledger-problem.js';
import { pause, pauseMsAfter } from '../client/pause.js';

/** What was decided waits so long for others. */
const lingerMs = 1_000;
/** Of one report; as many as verifiers take. */
const reportRequestsMax = 500;
/** While no verifier takes them; what comes after that is dropped. */
const waitingMax = 10_000;
/** How long `stop` tries to bring out what waits. */
const stopMsMax = 2_000;
/** A bad request stays one; these may pass. */
const passing: ReadonlySet<number> = new Set([429]);
const refusalsFrom = 400;
const failuresFrom = 500;

export interface RequestReportsOptions {
  readonly http: HttpCaller;
  readonly name: string;
  readonly onError: (error: unknown) => void;
}

/** Verdicts that were given here, on their way to a verifier, which records them. One report at a time, in order. */
export class RequestReports {
  private readonly producer = randomUUID();
  private waiting: LocalRequest[] = [];
  private reportedCount = 0;
  private droppedCount = 0;
  private timer: NodeJS.Timeout | undefined;
  private reporting: Promise<void> | null = null;
  private readonly stopping = new AbortController();

  constructor(private readonly options: RequestReportsOptions) {}

  /** Verdicts that no verifier will ever know of. */
  get dropped(): number {
    return this.droppedCount;
  }

  /** Returns at once. */
  add(request: LocalRequest): void {
    if (this.waiting.length >= waitingMax) {
      this.drop(1, 'Too many verdicts wait to be recorded.');
      return;
    }
    const count = this.waiting.push(request);
    if (count >= reportRequestsMax) this.report();
    else this.schedule();
  }

  /** Reports what waits, for a bounded time; the rest is dropped. */
  async stop(): Promise<void> {
    this.report();
    const late = setTimeout(() => this.stopping.abort(), stopMsMax);
    await this.reporting;
    clearTimeout(late);
    this.stopping.abort();
    if (this.waiting.length > 0) this.drop(this.waiting.splice(0).length, 'No verifier took them in time.');
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => this.report(), lingerMs).unref();
  }

  private report(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.reporting ??= this.reportAll().finally(() => {
      this.reporting = null;
      if (this.waiting.length > 0 && !this.stopping.signal.aborted) this.schedule();
    });
  }

  private async reportAll(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; this.waiting.length > 0 && !signal.aborted;) {
      const requests = this.waiting.slice(0, reportRequestsMax);
      const isSettled = await this.isSettled(requests);
      failures = isSettled ? 0 : failures + 1;
      if (!isSettled) await pause(pauseMsAfter(failures, Math.random()), signal);
      else this.settle(requests.length);
    }
  }

  /** What has been numbered keeps its number, whether it was recorded or refused. */
  private settle(count: number): void {
    this.waiting = this.waiting.slice(count);
    this.reportedCount += count;
  }

  /** False: it may be recorded another time. */
  private async isSettled(requests: readonly LocalRequest[]): Promise<boolean> {
    const { http, name, onError } = this.options;
    const { producer } = this;
    const body: LocalRequestsBody = {
      ...{ name, producer, firstSequence: this.reportedCount + 1 },
      requests: [...requests],
    };
    try {
      // Not repeated there: this loop does it.
      await http.call<LocalRequestsAnswer>({ method: 'POST', path: '/v1/requests', body, repeatable: false });
      return true;
    } catch (error) {
      if (!isRefusal(error)) {
        onError(error);
        return false;
      }
      this.drop(requests.length, 'A verifier refused to record verdicts.', error);
      return true;
    }
  }

  private drop(count: number, why: string, cause?: unknown): void {
    if (this.droppedCount === 0 || cause !== undefined) this.options.onError(new Error(why, { cause }));
    this.droppedCount += count;
  }
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof KeyledgerProblem)) return false;
  const { status } = error;
  return status >= refusalsFrom && status < failuresFrom && !passing.has(status);
}
