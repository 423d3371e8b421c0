import { type LedgerEvent, accountStream, keyStream, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import {
  type AccountEvent,
  type AlertRaised,
  type AlertRecurred,
  type ExistingKey,
  type KeyCommand,
  type KeyEvent,
  accountDecider,
  compileCatalogue,
  keyDecider,
  profileOf,
  readOnlyScopes,
  systemAccountId,
  systemCatalogue,
} from '@keyledger/domain';
import { type EventLog, handleCommand } from '@keyledger/event-log';
import type { Clock, Ids } from '@keyledger/platform';
import type { ResponseOutcome } from './response-metrics.js';

/** Recorded as who did it: nobody asked, an account's policy did. */
export const responseActor = 'system:alert-response';

export type AlertSeen = AlertRaised | AlertRecurred;

export interface ResponseCommandsParts {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Does to a key what its account wants done because of an alert, once for each event of the alert. */
export class ResponseCommands {
  constructor(private readonly parts: ResponseCommandsParts) {}

  /** Rejects on an outage of the log, and where others kept changing the key: to be tried again. */
  async respond(recorded: LedgerEvent, { data }: AlertSeen): Promise<ResponseOutcome> {
    const { keyId } = data;
    if (keyId === null) return 'refused';
    const before = (await this.parts.log.readStream(keyStream(keyId))).map(toLedgerEvent);
    // Somebody may have given the key back since; it is not taken away a second time for the same reason.
    if (before.some(({ metadata }) => metadata.causationId === recorded.id)) return 'done-before';
    const key = before
      .map(({ event }) => event as KeyEvent)
      .reduce(keyDecider.evolve, keyDecider.initialState);
    if (key.status === 'absent') return 'refused';
    const cut = data.response === 'cut-to-read' ? await this.readingOnly(key) : null;
    if (cut !== null) {
      const outcome = await this.give({ ...cut, at: this.parts.clock.now() }, recorded);
      if (outcome === 'done') return outcome;
    }
    return this.give(this.disabling(keyId, data), recorded);
  }

  private disabling(keyId: string, { alertId, rule }: AlertSeen['data']): KeyCommand {
    const comment = `Alert ${alertId}: ${rule}`;
    return { type: 'DisableKey', keyId, at: this.parts.clock.now(), reason: 'policy', comment };
  }

  /** Null: nothing that reads would be left. */
  private async readingOnly({ keyId, accountId, profile, scopes }: ExistingKey) {
    const catalogue = await this.catalogueOf(accountId);
    const { permissions } = profileOf(profile);
    const left = readOnlyScopes(scopes, catalogue, (scope) => permissions.accepts(scope));
    if (left === null) return null;
    return { type: 'ChangeScopes', keyId, scopes: left, catalogue, grantorScopes: null } as const;
  }

  private async catalogueOf(accountId: string) {
    if (accountId === systemAccountId) return systemCatalogue;
    const state = (await this.parts.log.readStream(accountStream(accountId)))
      .map((recorded) => toLedgerEvent(recorded).event as AccountEvent)
      .reduce(accountDecider.evolve, accountDecider.initialState);
    const catalogue = state.status === 'absent' ? null : state.catalogue;
    return catalogue === null ? null : compileCatalogue(catalogue);
  }

  private async give(command: KeyCommand, cause: LedgerEvent): Promise<'done' | 'refused'> {
    const { log, ids } = this.parts;
    const metadata = {
      ...{ actor: responseActor, clientAddress: null, userAgent: null },
      requestId: ids.uuid(),
      correlationId: cause.metadata.correlationId,
      causationId: cause.id,
      time: new Date(command.at).toISOString(),
    };
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
    if (outcome.outcome === 'refused') return 'refused';
    if (outcome.outcome === 'recorded' || outcome.outcome === 'unchanged') return 'done';
    throw new Error(`Others kept changing ${command.keyId}`);
  }
}
