import { hash } from 'node:crypto';
import type { CreateKeyBody } from '@keyledger/contracts';
import {
  type CreateKey,
  type Granting,
  mintKey,
  mintKeyId,
  openIpAllowlist,
  systemAccountId,
  systemCatalogue,
  visibleStartOf,
} from '@keyledger/domain';
import type { Ids } from '@keyledger/platform';
import type { Asked } from '../http/asked.js';

/**
 * What judges the scopes that a command hands out. Keys of `system` hold scopes on Keyledger's own operations, and
 * nobody hands out more of those than they hold; the operations of other accounts' APIs are not known yet.
 */
export function granting(accountId: string, { caller }: Asked): Granting {
  return accountId === systemAccountId
    ? { catalogue: systemCatalogue, grantorScopes: caller.scopeTexts }
    : { catalogue: null, grantorScopes: null };
}

export interface MintedKey {
  readonly command: CreateKey;
  /** The secret. Goes into the one answer, and is forgotten. */
  readonly value: string;
}

/** A command to create a key with a value of its own. */
export function mintedKey(accountId: string, body: CreateKeyBody, asked: Asked, ids: Ids): MintedKey {
  const randomBytes = (count: number) => ids.bytes(count);
  const environment = body.environment ?? null;
  const mode = environment === null || environment === 'production' ? 'live' : 'test';
  const value = mintKey({ mode, randomBytes });
  const command: CreateKey = {
    type: 'CreateKey',
    keyId: mintKeyId(randomBytes),
    at: asked.at,
    accountId,
    name: body.name,
    description: body.description ?? null,
    tags: body.tags ?? [],
    owner: body.owner ?? null,
    environment,
    scopes: body.scopes,
    ipAllowlist: body.ipAllowlist ?? openIpAllowlist,
    expiresAt: body.expiresAt ?? null,
    digest: { algorithm: 'sha256', value: hash('sha256', value, 'base64url') },
    visibleStart: visibleStartOf(value),
    ...granting(accountId, asked),
  };
  return { command, value };
}
