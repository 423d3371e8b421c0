import {
  type AccountCommand,
  type AccountEvent,
  type AccountState,
  type Decider,
  type Refusal,
  accountDecider,
  refuse,
} from '@keyledger/domain';

/** What is read and changed on its own: what happens to one part says nothing about the others. */
type AccountPart = 'settings' | 'catalogue' | 'alert-policy';

/** An account with the revision at which each of its parts was changed last. */
export interface TrackedAccount<State extends AccountState = AccountState> {
  readonly state: State;
  /** Of the stream's last event; -1 where there is none. */
  readonly revision: number;
  readonly changedAt: Readonly<Partial<Record<AccountPart, number>>>;
}

/** A command with the revisions of the account at which it is wanted (`If-Match`); null: any. */
export interface WantedAtRevisions<Wanted extends AccountCommand = AccountCommand> {
  readonly command: Wanted;
  readonly revisions: readonly number[] | null;
}

/**
 * Decides as the account's own decider does, where the part that the command is about has not changed since one of the revisions.
 * Alerts and webhooks raise the revision of the account too, so that the newest revision alone would be one that nobody ever has.
 */
export const trackedAccountDecider: Decider<TrackedAccount, WantedAtRevisions, AccountEvent> = {
  initialState: { state: accountDecider.initialState, revision: -1, changedAt: {} },
  decide: (wanted, tracked) =>
    revisionMismatchOf(wanted, tracked) ?? accountDecider.decide(wanted.command, tracked.state),
  evolve: ({ state, revision, changedAt }, event) => {
    const part = partOfEvent[event.type];
    return {
      state: accountDecider.evolve(state, event),
      revision: revision + 1,
      changedAt: part === undefined ? changedAt : { ...changedAt, [part]: revision + 1 },
    };
  },
};

/** `If-Match` names another one. */
export function revisionMismatch(revision: number): Refusal {
  return refuse('REVISION_MISMATCH', `It is at revision ${revision} now.`);
}

function revisionMismatchOf(
  { command, revisions }: WantedAtRevisions,
  { state, revision, changedAt }: TrackedAccount,
): Refusal | null {
  if (revisions === null || state.status === 'absent') return null;
  const part = partOfCommand[command.type];
  const since = part === undefined ? revision : (changedAt[part] ?? 0);
  return revisions.some((wanted) => wanted >= since && wanted <= revision)
    ? null
    : revisionMismatch(revision);
}

const partOfEvent: Readonly<Partial<Record<AccountEvent['type'], AccountPart>>> = {
  AccountOpened: 'settings',
  AccountDescribed: 'settings',
  ProfileChosen: 'settings',
  ApiAccessDisabled: 'settings',
  ApiAccessEnabled: 'settings',
  CatalogueDefined: 'catalogue',
  AlertPolicyChanged: 'alert-policy',
};

const partOfCommand: Readonly<Partial<Record<AccountCommand['type'], AccountPart>>> = {
  DescribeAccount: 'settings',
  ChooseProfile: 'settings',
  DisableApiAccess: 'settings',
  EnableApiAccess: 'settings',
  DefineCatalogue: 'catalogue',
  ChangeAlertPolicy: 'alert-policy',
};
