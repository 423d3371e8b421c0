import { keyStream } from '@keyledger/contracts';
import type { EventLog } from '@keyledger/event-log';
import { existingKeys } from '@keyledger/read-models';
import type pg from 'pg';

/** Ids that are remembered; past that it begins anew, which costs a query per batch for a while. */
export const rememberedKeysMax = 200_000;

/**
 * Tells ids that no key has. Verifiers record requests of keys alone, so whoever names another key is no verifier of
 * ours. A key never ceases to be one, so an id is asked for once and then remembered.
 */
export class KeyRegister {
  private readonly known = new Set<string>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly log: Pick<EventLog, 'readStream'>,
  ) {}

  /** Rejects when the database or the log is out of reach: then nothing is said of anybody. */
  async strangers(keyIds: Iterable<string>): Promise<ReadonlySet<string>> {
    const asked = [...new Set(keyIds)].filter((keyId) => !this.known.has(keyId));
    if (asked.length === 0) return new Set();
    const existing = await existingKeys(this.pool, asked);
    for (const keyId of existing) this.remember(keyId);
    const strangers = new Set<string>();
    for (const keyId of asked) {
      if (existing.has(keyId)) continue;
      if (await this.isInLog(keyId)) this.remember(keyId);
      else strangers.add(keyId);
    }
    return strangers;
  }

  /** The read model may be behind; the log is not. */
  private async isInLog(keyId: string): Promise<boolean> {
    return (await this.log.readStream(keyStream(keyId))).length > 0;
  }

  private remember(keyId: string): void {
    if (this.known.size >= rememberedKeysMax) this.known.clear();
    this.known.add(keyId);
  }
}
