import type { Refusal } from './refusal.js';

/**
 * Command handling without I/O. `decide` answers with the events to record (none: already so), or a refusal;
 * `evolve` folds one event into the state and never throws, whatever the order of events.
 */
export interface Decider<State, Command, Event> {
  readonly initialState: State;
  readonly decide: (command: Command, state: State) => readonly Event[] | Refusal;
  readonly evolve: (state: State, event: Event) => State;
}
