import { accountStream, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import {
  type AccountEvent,
  type AccountState,
  type AlertsState,
  type Refusal,
  type ReportSignals,
  accountDecider,
} from '@keyledger/domain';
import {
  type CommandOutcome,
  type EventCodec,
  type EventLog,
  FoldedStreams,
  type RecordedEvent,
  handleCommand,
} from '@keyledger/event-log';
import type { Clock, Ids } from '@keyledger/platform';

/** Recorded as who did it: the rules, on nobody's behalf. */
export const detectionActor = 'system:detection';

const accountsKnownMax = 1_000;

const decode = (recorded: RecordedEvent) => toLedgerEvent(recorded).event as AccountEvent;

export interface AlertCommandsParts {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Reports to the accounts' streams. The log decides on each, so giving one again, or twice at once, is harmless. */
export class AlertCommands {
  private readonly accounts: FoldedStreams<AccountState, AccountEvent>;

  constructor(private readonly parts: AlertCommandsParts) {
    const { log } = parts;
    this.accounts = new FoldedStreams({
      log,
      decider: accountDecider,
      decode,
      streamsMax: accountsKnownMax,
    });
  }

  async report(command: ReportSignals): Promise<CommandOutcome<Refusal, AccountState, AccountEvent>> {
    return handleCommand({
      log: this.parts.log,
      decider: accountDecider,
      codec: this.codec(command),
      stream: accountStream(command.accountId),
      command,
      load: (stream) => this.accounts.load(stream),
    });
  }

  /** As the log has them right now; null: no such account. */
  async alertsOf(accountId: string): Promise<AlertsState | null> {
    const { state } = await this.accounts.load(accountStream(accountId));
    return state.status === 'absent' ? null : state.alerts;
  }

  /** Whatever comes of an alert is found by its id. */
  private codec({ alertId }: ReportSignals): EventCodec<AccountEvent> {
    const { clock, ids } = this.parts;
    const metadata = {
      actor: detectionActor,
      requestId: alertId,
      correlationId: alertId,
      causationId: alertId,
      clientAddress: null,
      userAgent: null,
      time: new Date(clock.now()).toISOString(),
    };
    return { decode, encode: (event) => toNewEvent(event, metadata, ids.uuid()) };
  }
}
