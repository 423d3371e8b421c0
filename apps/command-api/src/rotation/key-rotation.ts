import type { RotateKeyBody } from '@keyledger/contracts';
import {
  type ExistingKey,
  type Overlap,
  type Refusal,
  type RotateKey,
  isRefusal,
  keyDecider,
  refuse,
} from '@keyledger/domain';
import type { Asked } from '../http/asked.js';
import { grantorScopesIn } from '../keys/granting.js';
import type { KeyMinting, MintedKey } from '../keys/key-minting.js';
import type { KeyWriter } from '../keys/key-writer.js';
import type { Ledger, Recorded } from '../ledger/ledger.js';
import { foundedOn } from '../ledger/founded-refusal.js';
import { revisionMismatch } from '../ledger/tracked-account.js';
import { wantedSuccessor, withScopesAsTheyAre } from './successor.js';

export interface RotatedKey {
  readonly minted: MintedKey;
  readonly successor: Recorded<ExistingKey>;
  readonly predecessor: Recorded<ExistingKey>;
}

export interface WantedRotation {
  readonly keyId: string;
  readonly body: RotateKeyBody;
  readonly overlap: Overlap;
}

/**
 * Two streams are written, the successor's first: so there is never a key that waits for a successor which does not come.
 * What a crash leaves between the two is a key whose value nobody has seen; the projector finds and revokes it.
 */
export class KeyRotation {
  constructor(
    private readonly ledger: Ledger,
    private readonly minting: KeyMinting,
    private readonly writer: KeyWriter,
  ) {}

  async rotate({ keyId, body, overlap }: WantedRotation, asked: Asked): Promise<RotatedKey | Refusal> {
    const found = await this.ledger.findKey(keyId);
    if (found === null) return refuse('KEY_NOT_FOUND', 'No such key.');
    const { state: key, revision, position } = found;
    if (asked.revisions?.includes(revision) === false) return foundedOn(position, revisionMismatch(revision));
    const minted = await this.minting.mint(key.accountId, wantedSuccessor(key, body, asked.at), asked);
    if (isRefusal(minted)) return minted;
    const command = rotateCommand(key, minted, overlap, asked);
    // What is refused anyway must leave no successor behind.
    const foreseen = keyDecider.decide(command, key);
    if (isRefusal(foreseen)) return foreseen;
    const successor = await this.writer.handle(withScopesAsTheyAre(minted.command), asked.metadata);
    if (isRefusal(successor)) return successor;
    const predecessor = await this.writer.handle(command, asked.metadata, asked.revisions);
    if (!isRefusal(predecessor)) return { minted, successor, predecessor };
    await this.withdraw(minted, predecessor, asked);
    return predecessor;
  }

  /** Somebody was faster, with a rotation or with something that forbids one. */
  private async withdraw(
    { command: { keyId } }: MintedKey,
    { code }: Refusal,
    { at, metadata }: Asked,
  ): Promise<void> {
    const reason = code === 'KEY_ALREADY_ROTATED' ? 'superseded' : 'mistake';
    const comment = `Nobody has its value: the rotation that it was made for was refused (${code}).`;
    await this.writer.handle({ type: 'RevokeKey', keyId, at, reason, comment }, metadata);
  }
}

function rotateCommand(
  { keyId, accountId }: ExistingKey,
  { command: { keyId: successorId } }: MintedKey,
  overlap: Overlap,
  asked: Asked,
): RotateKey {
  const grantorScopes = grantorScopesIn(accountId, asked);
  return { type: 'RotateKey', keyId, at: asked.at, successorId, overlap, grantorScopes };
}
