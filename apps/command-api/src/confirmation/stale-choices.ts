import { accountStream, toLedgerEvent } from '@keyledger/contracts';
import { isSlug } from '@keyledger/domain';
import type { EventLog } from '@keyledger/event-log';

/** Which accounts are refused by verifiers that cannot hear the log. */
export class StaleChoices {
  constructor(private readonly eventLog: Pick<EventLog, 'readStream'>) {}

  /**
   * Whether the account has never chosen to be answered by what is known last: a verifier that hears nothing may not
   * have heard that it has changed its mind. Rejects while the log is away.
   */
  async isRefused(accountId: string): Promise<boolean> {
    if (!isSlug(accountId)) return false;
    const events = await this.eventLog.readStream(accountStream(accountId));
    return !events.some((recorded) => {
      const { event } = toLedgerEvent(recorded);
      return 'whenStale' in event.data && event.data.whenStale === 'accept';
    });
  }
}
