import type { DomainEvent } from '@keyledger/contracts';
import {
  type CatalogueDefinition,
  type DefinedOperation,
  type Denial,
  type KeyFormat,
  type ProfileId,
  profileIds,
  profileOf,
} from '@keyledger/domain';
import { type RawAnswer, sendRaw } from './spec-raw-http.js';
import type { KeyWishes, MintedKey, SpecVerifier } from './spec-verifier.js';

/** One way of carrying a key that a profile has. */
export interface DressCase {
  readonly name: string;
  readonly profile: ProfileId;
  readonly format: KeyFormat;
}

export const dressCases: readonly DressCase[] = profileIds.flatMap((profile) =>
  profileOf(profile).formats.map((format) => ({ name: `${profile}, ${format.kind}`, profile, format })),
);

/** Of every account here. */
export const accountEmail = 'owner@example.test';

export interface AccountWishes {
  readonly profile?: ProfileId;
  readonly catalogue?: CatalogueDefinition;
}

export async function openAccount(
  verifier: SpecVerifier,
  accountId: string,
  { profile = 'keyledger', catalogue }: AccountWishes = {},
): Promise<void> {
  const data = { accountId, name: accountId, profile, email: accountEmail };
  await verifier.record({ type: 'AccountOpened', data });
  if (catalogue !== undefined)
    await verifier.record({ type: 'CatalogueDefined', data: { accountId, catalogue } });
}

/** `['orders:List', 'read', 'GET /orders']` */
export function catalogueOf(
  ...operations: readonly (readonly [name: string, access: 'read' | 'write', route?: string])[]
): CatalogueDefinition {
  return {
    operations: operations.map(([name, access, route]): DefinedOperation => {
      const [method, path] = (route ?? '').split(' ');
      const routes = method && path ? [{ method, path }] : [];
      return { name, access, summary: null, routes };
    }),
    groups: [],
  };
}

/** A key that the verifier has heard of. */
export async function createKnownKey(verifier: SpecVerifier, wishes: KeyWishes): Promise<MintedKey> {
  const key = await verifier.createKey({ scopes: ['*:*'], ...wishes });
  await verifier.caughtUp();
  return key;
}

export async function heard(verifier: SpecVerifier, ...events: readonly DomainEvent[]): Promise<void> {
  await verifier.record(...events);
  await verifier.caughtUp();
}

/** Name of the header that holds the value. */
export function headerOf({ transport }: KeyFormat): string {
  switch (transport.kind) {
    case 'bearer':
      return 'Authorization';
    case 'header':
      return transport.header;
    case 'header-pair':
      return transport.valueHeader;
  }
}

/** The header lines that carry a value as the format has it. */
export function carry(format: KeyFormat, value: string, user = accountEmail): readonly string[] {
  const { transport } = format;
  const line = `${headerOf(format)}: ${transport.kind === 'bearer' ? 'Bearer ' : ''}${value}`;
  return transport.kind === 'header-pair' ? [`${transport.userHeader}: ${user}`, line] : [line];
}

/** As nginx, Traefik and the like ask: always GET, and the original request in headers. */
export async function authorize(
  { running }: SpecVerifier,
  path: string,
  lines: readonly string[],
): Promise<RawAnswer> {
  return sendRaw(running.address, `GET /v1/authorize/${path}`, lines);
}

/** What the profile answers, as it comes over the wire. */
export function dressed(
  { running }: SpecVerifier,
  profile: ProfileId,
  code: Denial['code'],
  more: Partial<Denial> = {},
): { readonly status: number; readonly body: unknown } {
  const { status, body } = profileOf(profile).answerTo({ code, detail: null, sufficient: null, ...more });
  const text = JSON.stringify(body).replace('"type":"/', `"type":"${running.address}/`);
  return { status, body: JSON.parse(text) };
}

/** To compare with `dressed`. */
export function told({ status, body }: RawAnswer): { readonly status: number; readonly body: unknown } {
  return { status, body: JSON.parse(body) };
}

/** What the two specs of requests at gateways ask about: an account with a catalogue, and one without. */
export interface Gateways {
  readonly verifier: SpecVerifier;
  /** Of the account `acme`, for `orders:read`. */
  readonly reader: MintedKey;
  /** Of the account `free`, which has no catalogue. */
  readonly free: MintedKey;
}

const catalogue = catalogueOf(
  ['orders:List', 'read', 'GET /orders'],
  ['orders:Get', 'read', 'GET /orders/{id}'],
  ['orders:Create', 'write', 'POST /orders'],
  ['orders:Audit', 'write'],
);

export async function openGateways(verifier: SpecVerifier): Promise<Gateways> {
  await openAccount(verifier, 'acme', { catalogue });
  await openAccount(verifier, 'free');
  const reader = await createKnownKey(verifier, { accountId: 'acme', scopes: ['orders:read'] });
  const free = await createKnownKey(verifier, { accountId: 'free', scopes: ['orders:List'] });
  return { verifier, reader, free };
}

export const bearer = ({ value }: MintedKey): string => `Authorization: Bearer ${value}`;

/** As nginx tells of it. */
export const original = (method: string, uri: string): readonly string[] => [
  `X-Original-Method: ${method}`,
  `X-Original-URI: ${uri}`,
];
