import { accountStream, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import { type AccountEvent, type WebhookDisabledReason, accountDecider } from '@keyledger/domain';
import { type EventLog, handleCommand } from '@keyledger/event-log';
import type { Clock, Ids } from '@keyledger/platform';

/** Recorded as who did it: nobody asked, the endpoint would not have it otherwise. */
export const webhooksActor = 'system:webhooks';

export interface EndpointSwitchParts {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Switches endpoints off that cannot be reached. The log decides, so doing it again is harmless. */
export class EndpointSwitch {
  constructor(private readonly parts: EndpointSwitchParts) {}

  /** Rejects on an outage of the log. */
  async disable(
    { accountId, endpointId }: { readonly accountId: string; readonly endpointId: string },
    disabled: WebhookDisabledReason,
  ): Promise<void> {
    const { log, clock, ids } = this.parts;
    const at = clock.now();
    const id = ids.uuid();
    const metadata = {
      ...{ actor: webhooksActor, requestId: id, correlationId: id, causationId: id },
      ...{ clientAddress: null, userAgent: null, time: new Date(at).toISOString() },
    };
    await handleCommand({
      log,
      decider: accountDecider,
      codec: {
        encode: (event: AccountEvent) => toNewEvent(event, metadata, ids.uuid()),
        decode: (recorded) => toLedgerEvent(recorded).event as AccountEvent,
      },
      stream: accountStream(accountId),
      command: { type: 'ChangeWebhookEndpoint', accountId, endpointId, at, disabled, allowsHttp: true },
    });
  }
}
