import { type DomainEvent, type EventMetadata, type LedgerEvent, streamOf } from '@keyledger/contracts';
import type { KeyCreated } from '@keyledger/domain';

/** For tests: facts as if recorded one after the other, a minute apart. */
export function given(...events: readonly DomainEvent[]): readonly LedgerEvent[] {
  const revisions = new Map<string, number>();
  return events.map((event, index) => {
    const stream = streamOf(event);
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const position = BigInt(index + 1) * 10n; // positions of a log need not be contiguous
    return { id: `event-${index}`, stream, revision, position, event, metadata: givenMetadata(index) };
  });
}

const startMs = Date.UTC(2026, 0, 1);
const minuteMs = 60_000;

export function givenMetadata(index: number): EventMetadata {
  return {
    version: 1,
    actor: `key_admin${index % 2}`,
    requestId: `request-${index}`,
    correlationId: `correlation-${index}`,
    causationId: `request-${index}`,
    clientAddress: '192.0.2.1',
    userAgent: 'curl/8',
    time: new Date(startMs + index * minuteMs).toISOString(),
  };
}

export function keyCreated(data: Partial<KeyCreated['data']> = {}): KeyCreated {
  return {
    type: 'KeyCreated',
    data: {
      keyId: 'key_1',
      accountId: 'acme',
      name: 'Build server',
      description: null,
      tags: ['ci'],
      owner: 'team-a',
      environment: 'production',
      scopes: ['orders:read'],
      ipAllowlist: { enforced: false, entries: [] },
      limits: [],
      expiresAt: null,
      digest: { algorithm: 'sha256', value: 'd'.repeat(43) },
      visibleStart: 'kl_live_abcd',
      attributes: {},
      profile: 'keyledger',
      kind: 'key',
      createdAt: '2026-01-01T00:00:00.000Z',
      rotatedFrom: null,
      ...data,
    },
  };
}
