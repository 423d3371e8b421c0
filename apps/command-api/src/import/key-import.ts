import type { ImportKeyBody } from '@keyledger/contracts';
import {
  type ExistingKey,
  type ImportKey,
  type Refusal,
  importedKind,
  isRefusal,
  openIpAllowlist,
  profileOf,
  refuse,
} from '@keyledger/domain';
import { findKeysByDigest } from '@keyledger/read-models';
import type pg from 'pg';
import type { Asked } from '../http/asked.js';
import { derivedKeyId } from '../keys/derived-key-id.js';
import { grantingIn } from '../keys/granting.js';
import { scopesOf } from '../keys/key-minting.js';
import type { KeyWriter } from '../keys/key-writer.js';
import type { Ledger, Recorded } from '../ledger/ledger.js';

export interface ImportedKey {
  readonly command: ImportKey;
  readonly recorded: Recorded<ExistingKey>;
}

/**
 * Keys whose values were made elsewhere. The id comes from the digest, so the log itself sees to it that a digest is
 * imported once; that no other key of ours has the value is asked of the read model, which may be a moment behind. Were
 * there two keys with one value after all, a revoked one answers for it, then the one with the smaller id.
 */
export class KeyImport {
  constructor(
    private readonly ledger: Ledger,
    private readonly writer: KeyWriter,
    private readonly pool: pg.Pool,
  ) {}

  async import(accountId: string, body: ImportKeyBody, asked: Asked): Promise<ImportedKey | Refusal> {
    const command = await this.command(accountId, body, asked);
    if (isRefusal(command)) return command;
    const holders = await findKeysByDigest(this.pool, command.digest.value, null);
    if (holders.length > 0) return refuse('KEY_EXISTS', 'A key with this value exists already.');
    const recorded = await this.writer.handle(command, asked.metadata);
    return isRefusal(recorded) ? recorded : { command, recorded };
  }

  private async command(accountId: string, body: ImportKeyBody, asked: Asked): Promise<ImportKey | Refusal> {
    const account = (await this.ledger.findAccount(accountId))?.state;
    if (account === undefined) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    const scopes = scopesOf(profileOf(account.profile), body);
    if (isRefusal(scopes)) return scopes;
    const digest = { algorithm: 'sha256', value: inBase64url(body.digest.value) } as const;
    return {
      type: 'ImportKey',
      keyId: derivedKeyId(`imported key ${digest.value}`),
      at: asked.at,
      accountId,
      profile: account.profile,
      kind: importedKind,
      name: body.name,
      description: body.description ?? null,
      tags: body.tags ?? [],
      owner: body.owner ?? null,
      environment: body.environment ?? null,
      attributes: body.attributes ?? {},
      ipAllowlist: body.ipAllowlist ?? openIpAllowlist,
      limits: body.limits ?? [],
      expiresAt: body.expiresAt ?? null,
      scopes,
      ...grantingIn(account, asked),
      digest,
      visibleStart: body.visibleStart ?? startOfDigest(digest.value),
    };
  }
}

const hexadecimalLength = 64;
const shownDigits = 8;

function inBase64url(digest: string): string {
  return digest.length === hexadecimalLength ? Buffer.from(digest, 'hex').toString('base64url') : digest;
}

/** As tools print it, so that whoever has the value can tell that it is this key. */
function startOfDigest(digest: string): string {
  return `sha256:${Buffer.from(digest, 'base64url').toString('hex').slice(0, shownDigits)}`;
}
