import { type DomainEvent, type LedgerEvent, type VerificationKeyRow, streamOf } from '@keyledger/contracts';
import { openIpAllowlist } from '@keyledger/domain';
import { VerificationIndex } from './verification-index.js';

/** What the specs of this folder build their ledgers from. Digests are made up: 32 bytes that spell the key's name. */

export function digestOfName(name: string): { readonly base64url: string; readonly key: string } {
  const key = name.padEnd(32, '.').slice(0, 32);
  const base64url = btoa(key).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return { base64url, key };
}

export function keyRow(name: string, changes: Partial<VerificationKeyRow> = {}): VerificationKeyRow {
  return {
    kind: 'key',
    keyId: `key_${name}`,
    accountId: 'acme',
    digest: digestOfName(name).base64url,
    status: 'active',
    scopes: ['orders:Create'],
    ipAllowlist: openIpAllowlist,
    expiresAt: null,
    successorId: null,
    overlapEndsAt: null,
    ...changes,
  };
}

export function keyCreated(name: string, changes: Partial<VerificationKeyRow> = {}): DomainEvent {
  const { keyId, accountId, digest, scopes, ipAllowlist, limits = [], expiresAt } = keyRow(name, changes);
  return {
    type: 'KeyCreated',
    data: {
      ...{ keyId, accountId, scopes, ipAllowlist, limits, expiresAt },
      ...{ name, description: null, tags: [], owner: null, environment: null, attributes: {} },
      ...{ profile: 'keyledger', kind: 'key', createdAt: '2026-01-01T00:00:00.000Z', rotatedFrom: null },
      digest: { algorithm: 'sha256', value: digest },
      visibleStart: 'kl_live_0000',
    },
  };
}

export function keyRevoked(name: string): DomainEvent {
  return {
    type: 'KeyRevoked',
    data: { keyId: `key_${name}`, accountId: 'acme', reason: 'leaked', comment: null },
  };
}

/** Events as a log would hand them on, at positions from 1. */
export function recorded(events: readonly DomainEvent[], after = 0n): readonly LedgerEvent[] {
  return events.map((event, at) => {
    const position = after + BigInt(at) + 1n;
    return {
      id: `00000000-0000-4000-8000-${position.toString().padStart(12, '0')}`,
      stream: streamOf(event),
      revision: at,
      position,
      event,
      metadata: {
        version: 1,
        actor: 'system:test',
        requestId: 'request',
        correlationId: 'request',
        causationId: 'request',
        clientAddress: null,
        userAgent: null,
        time: '2026-01-01T00:00:00.000Z',
      },
    };
  });
}

export function indexOf(events: readonly DomainEvent[], options = {}): VerificationIndex {
  const index = new VerificationIndex(options);
  for (const event of recorded(events)) index.applyEvent(event);
  return index;
}
