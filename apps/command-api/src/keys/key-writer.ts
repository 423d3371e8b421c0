import {
  type ExistingKey,
  type KeyCommand,
  type Refusal,
  isRefusal,
  systemAccountId,
} from '@keyledger/domain';
import type { LiveIndex } from '@keyledger/verification';
import type { RequestMetadata } from '../http/request-metadata.js';
import type { Ledger, Recorded } from '../ledger/ledger.js';

/** How long an answer waits for this process to know of its own change to an admin key. */
const adminIndexWaitMsMax = 1_000;

/** Commands on keys. */
export class KeyWriter {
  constructor(
    private readonly ledger: Ledger,
    private readonly adminIndex: LiveIndex,
  ) {}

  /** As `Ledger.handleKey`. */
  async handle(
    command: KeyCommand,
    metadata: RequestMetadata,
    revisions: readonly number[] | null = null,
  ): Promise<Recorded<ExistingKey> | Refusal> {
    const outcome = await this.ledger.handleKey(command, metadata, revisions);
    if (!isRefusal(outcome) && outcome.state.accountId === systemAccountId) {
      // So that an admin key works here, or works no more, once the answer about it is there.
      await this.adminIndex.whenAt(outcome.position, adminIndexWaitMsMax);
    }
    return outcome;
  }
}
