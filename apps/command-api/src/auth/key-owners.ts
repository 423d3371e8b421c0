import { keyStream, toLedgerEvent } from '@keyledger/contracts';
import { isKeyId } from '@keyledger/domain';
import type { EventLog } from '@keyledger/event-log';
import type { KeyOwner } from '../http/asked.js';
import { RecentlyUsed } from '@keyledger/platform';

const ownersMax = 10_000;

/** Which account a key belongs to: from the log, so that a key is known from the moment it was created. */
export class KeyOwners {
  private readonly known = new RecentlyUsed<KeyOwner>(ownersMax);

  constructor(private readonly eventLog: EventLog) {}

  /** Null: no such key. */
  async find(keyId: string): Promise<KeyOwner | null> {
    if (!isKeyId(keyId)) return null;
    const owner = this.known.get(keyId) ?? (await this.read(keyId));
    if (owner !== null) this.known.set(keyId, owner);
    return owner;
  }

  private async read(keyId: string): Promise<KeyOwner | null> {
    const [created] = await this.eventLog.readStream(keyStream(keyId));
    if (created === undefined) return null;
    return {
      keyId,
      accountId: toLedgerEvent(created).event.data.accountId,
      createdPosition: created.position,
    };
  }
}
