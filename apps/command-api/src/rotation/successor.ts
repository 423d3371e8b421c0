import type { RotateKeyBody } from '@keyledger/contracts';
import { type CreateKey, type ExistingKey, importedKind, systemAccountId } from '@keyledger/domain';
import type { WantedKey } from '../keys/key-minting.js';

/** What is asked of the successor: all that the key is, but for what the body says otherwise. `at`: epoch milliseconds. */
export function wantedSuccessor(key: ExistingKey, body: RotateKeyBody, at: number): WantedKey {
  return {
    rotatedFrom: key.keyId,
    name: body.name ?? key.name,
    description: body.description === undefined ? key.description : body.description,
    tags: [...key.tags],
    owner: key.owner,
    environment: key.environment,
    attributes: { ...key.attributes },
    scopes: [...key.scopes],
    ipAllowlist: { enforced: key.ipAllowlist.enforced, entries: [...key.ipAllowlist.entries] },
    limits: [...key.limits],
    expiresAt: body.expiresAt === undefined ? sameLifetimeAgain(key, at) : body.expiresAt,
    // A value that was made elsewhere is of no format of ours: its successor is of the profile's first.
    ...(key.kind === importedKind ? {} : { kind: key.kind }),
  };
}

/** As long as the key was to live from its creation on: what its profile allowed then it allows again (WX-7, WX-8). */
function sameLifetimeAgain({ createdAt, expiresAt }: ExistingKey, at: number): string | null {
  if (expiresAt === null) return null;
  return new Date(at + Date.parse(expiresAt) - Date.parse(createdAt)).toISOString();
}

/**
 * The same scopes pass whatever the catalogue has become since: one that names an operation that is gone allows nothing,
 * and must not stand in the way of a rotation. Keys of `system` are held against what whoever asks holds, as ever.
 */
export function withScopesAsTheyAre(command: CreateKey): CreateKey {
  return command.accountId === systemAccountId ? command : { ...command, catalogue: null };
}
