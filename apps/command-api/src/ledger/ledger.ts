import { type DomainEvent, accountStream, keyStream, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import {
  type AccountCommand,
  type AccountEvent,
  type Decider,
  type ExistingKey,
  type KeyCommand,
  type KeyCreated,
  type KeyEvent,
  type KeyState,
  type OpenAccountState,
  type Refusal,
  accountDecider,
  isKeyId,
  isRefusal,
  isSlug,
  keyDecider,
  refuse,
} from '@keyledger/domain';
import {
  type CommandOutcome,
  type EventCodec,
  type EventLog,
  type RecordedEvent,
  handleCommand,
} from '@keyledger/event-log';
import type { Ids } from '@keyledger/platform';
import type { RequestMetadata } from '../http/request-metadata.js';
import { AccountStates, type FoundAccount } from './account-states.js';
import { foundedOn } from './founded-refusal.js';
import { type TrackedAccount, revisionMismatch, trackedAccountDecider } from './tracked-account.js';

/** What came of a command that was not refused. */
export interface Recorded<State> {
  /** Of its last event; of the stream's last event where nothing had to change. */
  readonly position: bigint;
  readonly revision: number;
  readonly state: State;
}

export interface FoundKey {
  readonly state: ExistingKey;
  readonly revision: number;
  /** Of its last event. */
  readonly position: bigint;
  /** SHA-256 of the value, base64url. */
  readonly digest: string;
}

/** Commands to the log, and the state that it has right now; the read models come later. */
export class Ledger {
  private readonly accounts: AccountStates;

  constructor(
    readonly eventLog: EventLog,
    private readonly ids: Ids,
  ) {
    this.accounts = new AccountStates(eventLog);
  }

  /** Resolves once what was decided is durable. `revisions`: those of the key at which the command is wanted; null: any. */
  async handleKey(
    command: KeyCommand,
    metadata: RequestMetadata,
    revisions: readonly number[] | null = null,
  ): Promise<Recorded<ExistingKey> | Refusal> {
    const outcome = await handleCommand({
      log: this.eventLog,
      decider: keyDecider,
      codec: this.codec<KeyEvent>(metadata),
      stream: keyStream(command.keyId),
      command,
      revisions,
      // Their ids were made just now.
      expectsNewStream: command.type === 'CreateKey' || command.type === 'ImportKey',
    });
    return outcome.outcome === 'wrong-revision' && outcome.revision === -1
      ? refuse('KEY_NOT_FOUND', 'No such key.')
      : recordedOf(outcome, isExistingKey);
  }

  /** As `handleKey`, for accounts; of `revisions`, as `trackedAccountDecider` has it. */
  async handleAccount(
    command: AccountCommand,
    metadata: RequestMetadata,
    revisions: readonly number[] | null = null,
  ): Promise<Recorded<OpenAccountState> | Refusal> {
    if (!isSlug(command.accountId)) return refusalOfNoSlug(command);
    const outcome = await handleCommand({
      log: this.eventLog,
      decider: trackedAccountDecider,
      codec: this.codec<AccountEvent>(metadata),
      stream: accountStream(command.accountId),
      command: { command, revisions },
    });
    const recorded = recordedOf(outcome, isOfOpenAccount);
    return isRefusal(recorded) ? recorded : { ...recorded, state: recorded.state.state };
  }

  /** Null: no such account. */
  async findAccount(accountId: string): Promise<FoundAccount | null> {
    return this.accounts.find(accountId);
  }

  /** Null: no such key. */
  async findKey(keyId: string): Promise<FoundKey | null> {
    if (!isKeyId(keyId)) return null;
    const events = await this.eventLog.readStream(keyStream(keyId));
    const state = fold(keyDecider, events);
    const [created] = events;
    const last = events.at(-1);
    if (created === undefined || last === undefined || state.status === 'absent') return null;
    const { revision, position } = last;
    const digest = (toLedgerEvent(created).event as KeyCreated).data.digest.value;
    return { state, revision, position, digest };
  }

  private codec<Event extends DomainEvent>(metadata: RequestMetadata): EventCodec<Event> {
    return {
      encode: (event) => toNewEvent(event, metadata, this.ids.uuid()),
      decode: (recorded) => toLedgerEvent(recorded).event as Event,
    };
  }
}

/** There can be no stream of such a name, so the command meets an account that does not exist. */
function refusalOfNoSlug(command: AccountCommand): Refusal {
  const decision = accountDecider.decide(command, accountDecider.initialState);
  return isRefusal(decision) ? decision : refuse('ACCOUNT_NOT_FOUND', 'No such account.');
}

function recordedOf<State, Existing extends State>(
  outcome: CommandOutcome<Refusal, State>,
  exists: (state: State) => state is Existing,
): Recorded<Existing> | Refusal {
  if (outcome.outcome === 'refused') return foundedOn(outcome.position, outcome.refusal);
  if (outcome.outcome === 'wrong-revision')
    return foundedOn(outcome.position, revisionMismatch(outcome.revision));
  if (outcome.outcome === 'conflict')
    return refuse('CONCURRENT_CHANGE', 'Others kept changing it; nothing was stored.');
  const { position, revision, state } = outcome;
  if (!exists(state)) throw new Error('A command that was not refused left nothing behind');
  return { position, revision, state };
}

function isExistingKey(state: KeyState): state is ExistingKey {
  return state.status !== 'absent';
}

function isOfOpenAccount(tracked: TrackedAccount): tracked is TrackedAccount<OpenAccountState> {
  return tracked.state.status !== 'absent';
}

function fold<State, Event extends DomainEvent>(
  { initialState, evolve }: Pick<Decider<State, never, Event>, 'initialState' | 'evolve'>,
  events: readonly RecordedEvent[],
): State {
  return events.map((recorded) => toLedgerEvent(recorded).event as Event).reduce(evolve, initialState);
}
