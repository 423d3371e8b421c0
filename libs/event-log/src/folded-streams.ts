import { RecentlyUsed } from '@keyledger/platform';
import { type EventLog, type RecordedEvent, originPosition } from './event-log.js';
import type { CommandDecider, LoadedStream } from './handle-command.js';

export interface FoldedStreamsParts<State, Event> {
  readonly log: Pick<EventLog, 'readStream'>;
  readonly decider: Pick<CommandDecider<State, never, Event, never>, 'initialState' | 'evolve'>;
  readonly decode: (recorded: RecordedEvent) => Event;
  /** States that are kept. */
  readonly streamsMax: number;
}

/**
 * Streams as the log has them right now, for those who ask for the same long ones again and again: each time only what
 * is new is read.
 */
export class FoldedStreams<State, Event> {
  private readonly known: RecentlyUsed<LoadedStream<State>>;

  constructor(private readonly parts: FoldedStreamsParts<State, Event>) {
    this.known = new RecentlyUsed(parts.streamsMax);
  }

  /** Rejects with `EventLogUnavailable`, and with what `decode` throws. */
  async load(stream: string): Promise<LoadedStream<State>> {
    const { log, decider, decode } = this.parts;
    const nothing = { position: originPosition, revision: -1, state: decider.initialState };
    const before = this.known.get(stream) ?? nothing;
    const recorded = await log.readStream(stream, before.revision + 1);
    const last = recorded.at(-1);
    if (last === undefined) return before;
    const state = recorded.reduce((folded, event) => decider.evolve(folded, decode(event)), before.state);
    const loaded = { position: last.position, revision: last.revision, state };
    this.known.set(stream, loaded);
    return loaded;
  }
}
