import { keyStream, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import { type KeyCommand, type KeyEvent, type KeyState, keyDecider } from '@keyledger/domain';
import { type EventLog, handleCommand } from '@keyledger/event-log';
import type { Clock, Ids } from '@keyledger/platform';

/** Recorded as who did it: nobody asked, time did. */
export const lifecycleActor = 'system:lifecycle';

export interface LifecycleCommandsParts {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Commands that nobody gives but Keyledger itself. The log decides each, so giving one again, or twice at once, is harmless. */
export class LifecycleCommands {
  constructor(private readonly parts: LifecycleCommandsParts) {}

  /** What was recorded: nothing where it was already, or where the key does not allow it any more. */
  async give(command: KeyCommand): Promise<readonly KeyEvent[]> {
    const { log, ids } = this.parts;
    const metadata = this.metadata();
    const outcome = await handleCommand({
      log,
      decider: keyDecider,
      codec: {
        encode: (event: KeyEvent) => toNewEvent(event, metadata, ids.uuid()),
        decode: (recorded) => toLedgerEvent(recorded).event as KeyEvent,
      },
      stream: keyStream(command.keyId),
      command,
    });
    return outcome.outcome === 'recorded' ? outcome.events : [];
  }

  /** As the log has it right now. */
  async stateOf(keyId: string): Promise<KeyState> {
    const events = await this.parts.log.readStream(keyStream(keyId));
    return events
      .map((recorded) => toLedgerEvent(recorded).event as KeyEvent)
      .reduce(keyDecider.evolve, keyDecider.initialState);
  }

  private metadata() {
    const id = this.parts.ids.uuid();
    return {
      actor: lifecycleActor,
      requestId: id,
      correlationId: id,
      causationId: id,
      clientAddress: null,
      userAgent: null,
      time: new Date(this.parts.clock.now()).toISOString(),
    };
  }
}
