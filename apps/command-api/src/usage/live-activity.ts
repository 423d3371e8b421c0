import type { LiveRequest } from '@keyledger/contracts';
import type { ActivityQuery } from '@keyledger/read-models';
import { ProblemError, problem, sleep } from '@keyledger/platform';

/** Each asks the database once a second. */
export const liveStreamsMax = 50;
/** New requests are looked for so often, and whether the credential still allows it. */
const pollMs = 1_000;
/** A second of an account with more requests shows the newest. */
const requestsPerPollMax = 200;
/** A comment is sent after so many polls without a request, so that proxies and clients know the stream to be alive. */
const quietPollsMax = 10;

/** A place as `ActivityQuery` gives it. */
const cursorText = /^\d{1,19}$/;

export interface LiveQuestion {
  readonly accountId: string;
  /** What the client had last; undefined, or nothing of ours: from now on. */
  readonly lastEventId: string | undefined;
  /** Whether the credential still allows it. */
  readonly isAllowed: () => Promise<boolean>;
}

/** Requests of an account as the auditor counts them, as server-sent events. */
export class LiveActivity {
  private streams = 0;

  constructor(
    private readonly activity: Pick<ActivityQuery, 'end' | 'since'>,
    /** The process stops: who has a stream is not to hold it up. */
    private readonly isClosing: () => boolean,
  ) {}

  /**
   * Rejects before the first event, so that failures have a status. Afterwards the stream ends with the credential, the
   * client, the process, or when the database is out of reach: clients connect again with the last id by themselves.
   */
  async follow(question: LiveQuestion): Promise<AsyncIterable<string>> {
    if (this.streams >= liveStreamsMax) {
      throw new ProblemError(
        problem('OVERLOADED', `${liveStreamsMax} streams are open already. Try again later.`),
      );
    }
    const { lastEventId } = question;
    const isCursor = lastEventId !== undefined && cursorText.test(lastEventId);
    return this.events(question, isCursor ? lastEventId : await this.activity.end());
  }

  private async *events(question: LiveQuestion, start: string): AsyncGenerator<string> {
    let cursor = start;
    let quietPolls = 0;
    this.streams += 1;
    try {
      yield `: from now on\nid: ${cursor}\n\n`;
      while (!this.isClosing() && (await question.isAllowed())) {
        const found = await this.activity.since(question.accountId, cursor, requestsPerPollMax);
        cursor = found.cursor;
        quietPolls = found.items.length > 0 ? 0 : quietPolls + 1;
        if (found.items.length > 0) yield eventsOf(found.items, cursor);
        else if (quietPolls % quietPollsMax === 0) yield ': alive\n\n';
        await sleep(pollMs);
      }
    } finally {
      this.streams -= 1;
    }
  }
}

/** The place is given with the last one alone: a client that has lost some of them gets all of them again. */
function eventsOf(requests: readonly LiveRequest[], cursor: string): string {
  const texts = requests.map((request) => `event: request\ndata: ${JSON.stringify(request)}\n`);
  return `${texts.join('\n')}id: ${cursor}\n\n`;
}
