import { deepStrictEqual } from 'node:assert/strict';
import { type Code, type Decider, isRefusal } from '@keyledger/domain';

/** `given(events).when(command).then(events or the code of a refusal)`: one behaviour of a decider. */
export type DeciderSpecification<Command, Event> = (events: readonly Event[]) => {
  readonly when: (command: Command) => { readonly then: (expected: readonly Event[] | Code) => void };
};

/** What has happened so far is folded by the decider itself, so a specification knows no state. */
export function specificationOf<State, Command, Event>({
  initialState,
  decide,
  evolve,
}: Decider<State, Command, Event>): DeciderSpecification<Command, Event> {
  return (events) => ({
    when: (command) => ({
      then: (expected) => {
        const answer = decide(command, events.reduce(evolve, initialState));
        deepStrictEqual(isRefusal(answer) ? answer.code : answer, expected);
      },
    }),
  });
}
