import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventLog } from './adapters/memory/memory-event-log.js';
import { everything } from './contract/scenario.js';
import { AppendOutcomeUnknown, type EventLog, EventLogUnavailable, type NewEvent } from './event-log.js';
import { type CommandDecider, type EventCodec, commandAttemptsMax, handleCommand } from './handle-command.js';

/** A counter that goes up to a limit: by 0 changes nothing, beyond the limit is refused. */
interface Added {
  readonly type: 'Added';
  readonly amount: number;
}
interface Add {
  readonly amounts: readonly number[];
  readonly limit?: number;
}
interface LimitExceeded {
  readonly code: 'LIMIT_EXCEEDED';
  readonly total: number;
}

const counter: CommandDecider<number, Add, Added, LimitExceeded> = {
  initialState: 0,
  decide: ({ amounts, limit = Infinity }, total) => {
    const wanted = amounts.reduce((sum, amount) => sum + amount, total);
    if (wanted > limit) return { code: 'LIMIT_EXCEEDED', total };
    return amounts.filter((amount) => amount !== 0).map((amount) => ({ type: 'Added', amount }));
  },
  evolve: (total, { amount }) => total + amount,
};

const codec: EventCodec<Added> = {
  encode: ({ type, amount }) => ({ id: randomUUID(), type, data: { amount }, metadata: {} }),
  decode: ({ type, data }) => {
    if (type !== 'Added') throw new Error(`Unknown event ${type}.`);
    return { type, amount: Number(data['amount']) };
  },
};

function add(
  log: EventLog,
  command: Add,
  options: { expectsNewStream?: boolean; revisions?: readonly number[] | null } = {},
) {
  return handleCommand({ log, decider: counter, codec, stream: 'counter', command, ...options });
}

/** The log with some of its methods replaced. */
function changed(log: EventLog, methods: Partial<EventLog>): EventLog {
  return {
    readsWhenAsked: log.readsWhenAsked,
    append: (...append) => log.append(...append),
    readStream: (stream) => log.readStream(stream),
    readAll: (after, eventsMax) => log.readAll(after, eventsMax),
    readAt: (position) => log.readAt(position),
    subscribe: (after, options) => log.subscribe(after, options),
    hasEventsAfter: (position) => log.hasEventsAfter(position),
    close: () => log.close(),
    ...methods,
  };
}

function added(amount: number): NewEvent {
  return codec.encode({ type: 'Added', amount });
}

let log: MemoryEventLog;
beforeEach(() => {
  log = new MemoryEventLog();
});

describe('handleCommand', () => {
  it('records what was decided on a new stream, and answers where it is and what became of it', async () => {
    await log.append('another', [added(1)], 'no-stream');
    expect(await add(log, { amounts: [2, 3] })).toEqual({
      outcome: 'recorded',
      position: 3n,
      revision: 1,
      events: [
        { type: 'Added', amount: 2 },
        { type: 'Added', amount: 3 },
      ],
      state: 5,
    });
  });

  it('decides on what the stream says', async () => {
    await add(log, { amounts: [2, 3] });
    expect(await add(log, { amounts: [4] })).toMatchObject({ outcome: 'recorded', revision: 2, state: 9 });
    expect((await log.readStream('counter')).map(({ data }) => data)).toEqual([
      { amount: 2 },
      { amount: 3 },
      { amount: 4 },
    ]);
  });

  it('answers a refusal as the decider gave it, and records nothing', async () => {
    await add(log, { amounts: [2] });
    expect(await add(log, { amounts: [1], limit: 2 })).toEqual({
      outcome: 'refused',
      refusal: { code: 'LIMIT_EXCEEDED', total: 2 },
      position: 1n,
    });
    expect(await everything(log)).toHaveLength(1);
  });

  it('answers with the stream’s last event where nothing has to change', async () => {
    await add(log, { amounts: [2, 3] });
    await log.append('another', [added(1)], 'no-stream');
    expect(await add(log, { amounts: [0] })).toEqual({
      outcome: 'unchanged',
      position: 2n,
      revision: 1,
      events: [],
      state: 5,
    });
  });

  it('answers with the origin where nothing has to change and there is no stream', async () => {
    const outcome = await add(log, { amounts: [] });
    expect(outcome).toEqual({ outcome: 'unchanged', position: 0n, revision: -1, events: [], state: 0 });
  });

  it('stops at an event that it cannot read', async () => {
    await log.append('counter', [{ ...added(1), type: 'Multiplied' }], 'no-stream');
    await expect(add(log, { amounts: [1] })).rejects.toThrow('Unknown event Multiplied.');
  });
});

describe('handleCommand in a conflict', () => {
  /** Somebody else adds 10 before each of the first appends. */
  function contested(times: number): EventLog {
    let left = times;
    return changed(log, {
      append: async (stream, events, expected) => {
        if (left-- > 0) await log.append(stream, [added(10)], 'any');
        return log.append(stream, events, expected);
      },
    });
  }

  it('decides again on what the others recorded', async () => {
    const outcome = await add(contested(2), { amounts: [1] });
    expect(outcome).toMatchObject({ outcome: 'recorded', revision: 2, state: 21 });
  });

  it('may refuse because of what the others recorded', async () => {
    const outcome = await add(contested(1), { amounts: [1], limit: 10 });
    const refusal = { code: 'LIMIT_EXCEEDED', total: 10 };
    expect(outcome).toEqual({ outcome: 'refused', refusal, position: 1n });
  });

  it('decides at the revisions alone that were asked for, whoever was faster', async () => {
    await add(log, { amounts: [1] });
    const [stale, raced, either] = [
      await add(log, { amounts: [1] }, { revisions: [7] }),
      await add(contested(1), { amounts: [1] }, { revisions: [0] }),
      await add(log, { amounts: [1] }, { revisions: [0, 1] }),
    ];
    expect(stale).toEqual({ outcome: 'wrong-revision', revision: 0, position: 1n });
    expect(raced).toEqual({ outcome: 'wrong-revision', revision: 1, position: 2n });
    expect(either).toMatchObject({ outcome: 'recorded', revision: 2, state: 12 });
  });

  it('gives up after a bounded number of attempts, and has recorded nothing', async () => {
    expect(await add(contested(Infinity), { amounts: [1] })).toEqual({ outcome: 'conflict' });
    const amounts = (await log.readStream('counter')).map(({ data }) => data['amount']);
    expect(amounts).toEqual(Array(commandAttemptsMax).fill(10));
  });

  it('records all of several commands at once, each decided on those before it', async () => {
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => add(log, { amounts: [1] })));
    const states = outcomes.map((outcome) => outcome.outcome === 'recorded' && outcome.state);
    expect(states.sort()).toEqual([1, 2, 3, 4]);
  });

  it('in a storm records each command once or says that it did not', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 64 }, () => add(log, { amounts: [1], limit: 30 })),
    );
    const recorded = outcomes.flatMap((outcome) => (outcome.outcome === 'recorded' ? [outcome.state] : []));
    expect(recorded.sort((a, b) => a - b)).toEqual(recorded.map((_, index) => index + 1));
    expect(await log.readStream('counter')).toHaveLength(recorded.length);
    expect(recorded.length).toBeGreaterThan(0);
    expect(recorded.length).toBeLessThanOrEqual(30);
    expect(new Set(outcomes.map(({ outcome }) => outcome)).has('unchanged')).toBe(false);
  });
});

describe('handleCommand in an outage', () => {
  it('rejects with EventLogUnavailable where nothing can have been recorded', async () => {
    log.goDown();
    await expect(add(log, { amounts: [1] })).rejects.toThrow(EventLogUnavailable);
  });

  it('sends the same events again when the answer was lost', async () => {
    log.loseAnswers(1);
    expect(await add(log, { amounts: [1] })).toMatchObject({ outcome: 'recorded', revision: 0, state: 1 });
    expect(await everything(log)).toHaveLength(1);
  });

  it('says that the outcome is unknown when answers keep getting lost', async () => {
    log.loseAnswers(1_000);
    await expect(add(log, { amounts: [1] })).rejects.toThrow(AppendOutcomeUnknown);
    expect(await everything(log)).toHaveLength(1);
  });

  it('does not call an append without effect that may have had one before the log went down', async () => {
    const goingDown = changed(log, {
      append: async (...append) => {
        log.loseAnswers(1);
        return log.append(...append).finally(() => log.goDown());
      },
    });
    await expect(add(goingDown, { amounts: [1] })).rejects.toThrow(AppendOutcomeUnknown);
  });
});

describe('handleCommand that expects a new stream', () => {
  function countingReads(): { reads: number; log: EventLog } {
    const counted = {
      reads: 0,
      log: changed(log, {
        readStream: (stream) => {
          counted.reads++;
          return log.readStream(stream);
        },
      }),
    };
    return counted;
  }
  const expectsNewStream = true;

  it('does not read what is not there', async () => {
    const counted = countingReads();
    const outcome = await add(counted.log, { amounts: [1] }, { expectsNewStream });
    expect(outcome).toMatchObject({ outcome: 'recorded', revision: 0, state: 1 });
    expect(counted.reads).toBe(0);
  });

  it('decides on the stream where there is one after all', async () => {
    await add(log, { amounts: [5] });
    const counted = countingReads();
    const outcome = await add(counted.log, { amounts: [1] }, { expectsNewStream });
    expect(outcome).toMatchObject({ outcome: 'recorded', revision: 1, state: 6 });
    expect(counted.reads).toBe(1);
  });

  it('refuses on the facts, not on the assumption', async () => {
    await add(log, { amounts: [5] });
    const outcome = await add(log, { amounts: [7], limit: 6 }, { expectsNewStream });
    const refusal = { code: 'LIMIT_EXCEEDED', total: 5 };
    expect(outcome).toEqual({ outcome: 'refused', refusal, position: 1n });
  });
});
