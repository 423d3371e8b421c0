import type { RevocationAnswer } from '@keyledger/contracts';
import { type Clock, ProblemError, WakeSignal, problem, sleep } from '@keyledger/platform';

/** Each reads the register whenever a verifier has reported. */
export const revocationStreamsMax = 100;
/** A stream ends by then, whether the change has arrived everywhere or not. */
export const revocationStreamMsMax = 60_000;
/** A notification wakes; behind it, the register is read this often. */
const pollMs = 1_000;
/** Reports that come at once are shown at once. */
const restMs = 25;

export interface RevocationStreamsParts {
  readonly revocation: (position: bigint) => Promise<RevocationAnswer>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** The process stops: nobody is told anything any longer. */
  readonly isClosing: () => boolean;
}

/** Where a change has arrived, as server-sent events: one now, and one whenever that is another answer. */
export class RevocationStreams {
  private readonly open = new Set<WakeSignal>();

  constructor(private readonly parts: RevocationStreamsParts) {}

  /** Rejects before the first event, so that failures have a status. Afterwards whatever fails ends the stream. */
  async follow(position: bigint): Promise<AsyncIterable<string>> {
    if (this.open.size >= revocationStreamsMax) throw new ProblemError(problem('OVERLOADED'));
    const deadlineMs = this.parts.clock.monotonicMs() + revocationStreamMsMax;
    return this.events(position, await this.parts.revocation(position), deadlineMs);
  }

  /** The register may have changed. */
  wake(): void {
    for (const stream of this.open) stream.wake();
  }

  private async *events(
    position: bigint,
    first: RevocationAnswer,
    deadlineMs: number,
  ): AsyncGenerator<string, void, undefined> {
    const stream = new WakeSignal();
    const { signal } = new AbortController();
    this.open.add(stream);
    try {
      let answer = first;
      yield eventOf(answer);
      while (!answer.complete && this.goesOn(deadlineMs)) {
        await stream.wait(pollMs, signal);
        const next = await this.parts.revocation(position);
        if (JSON.stringify(next) !== JSON.stringify(answer)) yield eventOf(next);
        answer = next;
        await sleep(restMs);
      }
      yield `event: end\ndata: ${JSON.stringify({ complete: answer.complete })}\n\n`;
    } finally {
      this.open.delete(stream);
    }
  }

  private goesOn(deadlineMs: number): boolean {
    return this.parts.clock.monotonicMs() < deadlineMs && !this.parts.isClosing();
  }
}

function eventOf(answer: RevocationAnswer): string {
  return `event: revocation\ndata: ${JSON.stringify(answer)}\n\n`;
}
