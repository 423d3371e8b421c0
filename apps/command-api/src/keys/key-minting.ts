import { hash } from 'node:crypto';
import type { CreateKeyBody } from '@keyledger/contracts';
import {
  type CreateKey,
  type KeyFormat,
  type OpenAccountState,
  type PermissionTerms,
  type Profile,
  type Refusal,
  isRefusal,
  mintKeyId,
  openIpAllowlist,
  profileOf,
  refuse,
} from '@keyledger/domain';
import type { Ids } from '@keyledger/platform';
import type { Asked } from '../http/asked.js';
import type { Ledger } from '../ledger/ledger.js';
import { grantingIn } from './granting.js';

export interface MintedKey {
  readonly command: CreateKey;
  /** The secret. Goes into the one answer, and is forgotten. */
  readonly value: string;
}

/** What is asked of a new key; `rotatedFrom`: the key that it is to take over from; `keyId`: its id, where that is settled. */
export type WantedKey = CreateKeyBody & { readonly rotatedFrom?: string; readonly keyId?: string | null };

/** Commands to create keys, each with a value of its own in the format of its account's profile. */
export class KeyMinting {
  constructor(
    private readonly ledger: Ledger,
    private readonly ids: Ids,
  ) {}

  /** Refused with ACCOUNT_NOT_FOUND, INVALID_KIND, EMAIL_REQUIRED, INVALID_PERMISSIONS or TOO_MANY_SCOPES. */
  async mint(accountId: string, wanted: WantedKey, asked: Asked): Promise<MintedKey | Refusal> {
    const found = await this.ledger.findAccount(accountId);
    if (found === null) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    const { state: account } = found;
    const profile = profileOf(account.profile);
    const format = formatOf(account, profile, wanted.kind);
    if (isRefusal(format)) return format;
    const scopes = scopesOf(profile, wanted);
    if (isRefusal(scopes)) return scopes;
    const granting = grantingIn(account, asked);
    const command = { ...descriptionOf(wanted), scopes, ...granting, at: asked.at, accountId };
    return this.minted({ ...command, profile: account.profile, kind: format.kind }, wanted, format);
  }

  private minted(
    command: Omit<CreateKey, 'type' | 'keyId' | 'rotatedFrom' | 'digest' | 'visibleStart'>,
    wanted: Pick<WantedKey, 'rotatedFrom' | 'keyId'>,
    format: KeyFormat,
  ): MintedKey {
    const randomBytes = (count: number) => this.ids.bytes(count);
    const { environment } = command;
    const mode = environment === null || environment === 'production' ? 'live' : 'test';
    const keyId = wanted.keyId ?? mintKeyId(randomBytes);
    const rotatedFrom = wanted.rotatedFrom ?? null;
    const value = format.mint({ keyId, mode, randomBytes });
    const digest = { algorithm: 'sha256', value: hash('sha256', value, 'base64url') } as const;
    const visibleStart = format.visibleStartOf(value);
    return { value, command: { type: 'CreateKey', keyId, ...command, rotatedFrom, digest, visibleStart } };
  }
}

function descriptionOf(wanted: WantedKey) {
  return {
    name: wanted.name,
    description: wanted.description ?? null,
    tags: wanted.tags ?? [],
    owner: wanted.owner ?? null,
    environment: wanted.environment ?? null,
    attributes: wanted.attributes ?? {},
    ipAllowlist: wanted.ipAllowlist ?? openIpAllowlist,
    limits: wanted.limits ?? [],
    expiresAt: wanted.expiresAt ?? null,
  };
}

function formatOf(
  { email }: Pick<OpenAccountState, 'email'>,
  { formats }: Profile,
  kind: string = formats[0].kind,
): KeyFormat | Refusal {
  const format = formats.find((each) => each.kind === kind);
  if (format === undefined) {
    return refuse('INVALID_KIND', `The profile knows: ${formats.map((each) => each.kind).join(', ')}.`);
  }
  if (format.transport.kind === 'header-pair' && email === null) {
    return refuse('EMAIL_REQUIRED', 'The account has no e-mail address for its users to send.');
  }
  return format;
}

/** Scopes as they are asked for: by name, or in the words of the profile. */
export function scopesOf(
  { permissions }: Profile,
  wanted: { readonly scopes?: readonly string[]; readonly permissions?: PermissionTerms },
): readonly string[] | Refusal {
  if (wanted.scopes !== undefined && wanted.permissions !== undefined) {
    return refuse('INVALID_PERMISSIONS', 'Give scopes or permissions, not both.');
  }
  if (wanted.permissions !== undefined) return permissions.toScopes(wanted.permissions);
  const scopes = wanted.scopes ?? permissions.initialScopes;
  return scopes ?? refuse('TOO_MANY_SCOPES', 'A key without any scope could do nothing: say what it may do.');
}
