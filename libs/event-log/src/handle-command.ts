import { setTimeout as delay } from 'node:timers/promises';
import {
  AppendOutcomeUnknown,
  type AppendResult,
  type EventLog,
  EventLogUnavailable,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type RecordedEvent,
  originPosition,
} from './event-log.js';

/** Appends of one command that lose the race for their revision; each time it is decided anew on what won. */
export const commandAttemptsMax = 10;
/** Times that one and the same append is sent where its outcome stays unknown. */
export const appendAttemptsMax = 2;

const conflictBackoffMsFirst = 1;
const conflictBackoffMsMax = 32;

/** The domain's `Decider`, by shape: this library knows no domain. A refusal is anything but an array. */
export interface CommandDecider<State, Command, Event, Refusal extends object> {
  readonly initialState: State;
  readonly decide: (command: Command, state: State) => readonly Event[] | Refusal;
  readonly evolve: (state: State, event: Event) => State;
}

/** Between the events of a decider and those of a log. */
export interface EventCodec<Event> {
  /** Called once for each event of a decision: a fresh id here stays the event's own, however often it is sent. */
  readonly encode: (event: Event) => NewEvent;
  readonly decode: (recorded: RecordedEvent) => Event;
}

export interface HandleCommand<State, Command, Event, Refusal extends object> {
  readonly log: EventLog;
  readonly decider: CommandDecider<State, Command, Event, Refusal>;
  readonly codec: EventCodec<Event>;
  readonly stream: string;
  readonly command: Command;
  /**
   * The stream should not exist yet (a command that creates): decides on the initial state at once, without reading
   * first. Where the stream does exist, the log says so and it is read after all.
   */
  readonly expectsNewStream?: boolean;
  /** Decides at one of these revisions of the stream alone; absent: at whichever it has. */
  readonly revisions?: readonly number[] | null;
  /** How the stream is read where somebody knows a part of it already (`FoldedStreams`). */
  readonly load?: (stream: string) => Promise<LoadedStream<State>>;
  /** Tells conflicting commands apart; in [0, 1). */
  readonly random?: () => number;
}

export interface StreamOutcome<State, Event> {
  /** Of the stream's last event; `originPosition` where there is none. */
  readonly position: Position;
  /** Of the stream's last event; -1 where there is none. */
  readonly revision: number;
  /** What this command recorded. */
  readonly events: readonly Event[];
  /** With these events folded in. */
  readonly state: State;
}

export type CommandOutcome<Refusal, State = unknown, Event = unknown> =
  | (StreamOutcome<State, Event> & { readonly outcome: 'recorded' })
  /** Already so: nothing was recorded. */
  | (StreamOutcome<State, Event> & { readonly outcome: 'unchanged' })
  /** `position`: of the stream's last event, on which that was decided. */
  | { readonly outcome: 'refused'; readonly refusal: Refusal; readonly position: Position }
  /** The stream is at none of the revisions that were asked for; nothing was recorded. */
  | { readonly outcome: 'wrong-revision'; readonly revision: number; readonly position: Position }
  /** Others changed the stream each of `commandAttemptsMax` times; nothing was recorded. */
  | { readonly outcome: 'conflict' };

/**
 * Loads a stream, folds it, decides and appends at the revision that was read; decides again where somebody was
 * faster. Rejects with `EventLogUnavailable` (nothing recorded) or `AppendOutcomeUnknown`, and with whatever the
 * codec throws at an event that it cannot read.
 */
export async function handleCommand<State, Command, Event, Refusal extends object>(
  request: HandleCommand<State, Command, Event, Refusal>,
): Promise<CommandOutcome<Refusal, State, Event>> {
  const { decider, random = Math.random } = request;
  if (request.expectsNewStream === true) {
    const outcome = await decideAndAppend(request, newStream(decider.initialState));
    if (outcome.outcome === 'recorded') return outcome; // anything else was decided on an assumption
  }
  for (let attempt = 0; attempt < commandAttemptsMax; attempt++) {
    if (attempt > 0) await delay(conflictBackoffMs(attempt - 1, random()));
    const outcome = await decideAndAppend(request, await load(request));
    if (outcome.outcome !== 'conflict') return outcome;
  }
  return { outcome: 'conflict' };
}

async function decideAndAppend<State, Command, Event, Refusal extends object>(
  { log, decider, codec, stream, command, revisions }: HandleCommand<State, Command, Event, Refusal>,
  before: LoadedStream<State>,
): Promise<CommandOutcome<Refusal, State, Event>> {
  const { position: decidedOn, revision: atRevision } = before;
  if (revisions?.includes(atRevision) === false)
    return { outcome: 'wrong-revision', revision: atRevision, position: decidedOn };
  const decision = decider.decide(command, before.state);
  if (isRefusal(decision)) return { outcome: 'refused', refusal: decision, position: decidedOn };
  if (decision.length === 0) return { outcome: 'unchanged', ...before, events: decision };
  const newEvents = decision.map((event) => codec.encode(event));
  const result = await appendKnowingly(log, stream, newEvents, expectedAfter(atRevision));
  if (result.outcome === 'wrong-revision') return { outcome: 'conflict' };
  const { position, revision } = result;
  const state = decision.reduce((folded, event) => decider.evolve(folded, event), before.state);
  return { outcome: 'recorded', position, revision, events: decision, state };
}

/** A stream's end and its state. */
export interface LoadedStream<State> {
  readonly position: Position;
  readonly revision: number;
  readonly state: State;
}

function newStream<State>(state: State): LoadedStream<State> {
  return { position: originPosition, revision: -1, state };
}

async function load<State, Command, Event, Refusal extends object>({
  log,
  decider,
  codec,
  stream,
  load: loadKnown,
}: HandleCommand<State, Command, Event, Refusal>): Promise<LoadedStream<State>> {
  if (loadKnown !== undefined) return loadKnown(stream);
  const recorded = await log.readStream(stream);
  const last = recorded.at(-1);
  if (last === undefined) return newStream(decider.initialState);
  let state = decider.initialState;
  for (const event of recorded) state = decider.evolve(state, codec.decode(event));
  return { position: last.position, revision: last.revision, state };
}

/** Sends the same append again where its outcome is unknown: the ids make that harmless. */
async function appendKnowingly(
  log: EventLog,
  stream: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): Promise<AppendResult> {
  let unknown: AppendOutcomeUnknown | undefined;
  for (let attempt = 0; attempt < appendAttemptsMax; attempt++) {
    try {
      return await log.append(stream, events, expected);
    } catch (error) {
      // "Unavailable" after "unknown" says nothing about the first time.
      const undecided = error instanceof EventLogUnavailable && unknown !== undefined;
      if (!(error instanceof AppendOutcomeUnknown) && !undecided) throw error;
      unknown ??= error instanceof AppendOutcomeUnknown ? error : undefined;
    }
  }
  throw unknown ?? new AppendOutcomeUnknown('The append was not answered.');
}

function expectedAfter(revision: number): ExpectedRevision {
  return revision === -1 ? 'no-stream' : revision;
}

function isRefusal<Refusal extends object>(decision: readonly unknown[] | Refusal): decision is Refusal {
  return !Array.isArray(decision);
}

/** Doubles up to a maximum; anywhere within it, so that those who collided once do not collide again. */
function conflictBackoffMs(attempt: number, random: number): number {
  return Math.min(conflictBackoffMsMax, conflictBackoffMsFirst * 2 ** attempt) * random;
}
