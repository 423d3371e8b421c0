import { type Environment, type ProfileId, type Warning, profileOf } from '@keyledger/domain';
import type { Schemas } from '../../api/client.js';
import { type AddressChoice, addressEntries } from './address-entries.js';
import { type ExpiryChoice, expiresAt } from './expiry-choice.js';

/** What the form for a new key holds. */
export interface KeyDraft {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly environment: Environment | null;
  /** Of a profile with several kinds of credentials; null: the first. */
  readonly kind: string | null;
  readonly scopes: readonly string[];
  readonly expiry: ExpiryChoice;
  readonly addresses: AddressChoice;
}

export type Missing = 'name' | 'scopes' | 'expiry' | 'addresses';

/** What keeps the draft from being sent. */
export function missingIn(draft: KeyDraft): readonly Missing[] {
  const { wrong, tooMany } = addressEntries(draft.addresses.text);
  return [
    ...(draft.name.trim() === '' ? (['name'] as const) : []),
    ...(draft.scopes.length === 0 ? (['scopes'] as const) : []),
    ...(expiresAt(draft.expiry, 0) === undefined ? (['expiry'] as const) : []),
    ...(wrong.length > 0 || tooMany ? (['addresses'] as const) : []),
  ];
}

export function bodyOf(draft: KeyDraft, nowMs: number): Schemas['CreateKey'] {
  const { name, description, owner, tags, environment, kind, scopes, addresses } = draft;
  return {
    name: name.trim(),
    description: textOrNull(description),
    owner: textOrNull(owner),
    tags: [...tags],
    environment,
    ...(kind !== null && { kind }),
    scopes: [...scopes],
    expiresAt: expiresAt(draft.expiry, nowMs) ?? null,
    ipAllowlist: { enforced: addresses.enforced, entries: [...addressEntries(addresses.text).entries] },
  };
}

/** What is unwise about it (WX-9, WX-12), said before it is done. Of a draft without a name nothing is said about it. */
export function warningsOf(draft: KeyDraft, profile: ProfileId, nowMs: number): readonly Warning['code'][] {
  const judged = {
    name: draft.name.trim(),
    environment: draft.environment,
    scopes: draft.scopes,
    createdAtMs: nowMs,
    expiresAt: expiresAt(draft.expiry, nowMs) ?? null,
  };
  const codes = profileOf(profile)
    .warningsOf(judged)
    .map(({ code }) => code);
  return codes.filter((code) => code !== 'NAME_SAYS_LITTLE' || judged.name !== '');
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
