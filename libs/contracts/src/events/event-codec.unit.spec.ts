import { describe, expect, it } from '@jest/globals';
import type { DomainEvent, EventMetadata } from '@keyledger/contracts';
import { toLedgerEvent, toNewEvent, UnknownEventError } from './event-codec.js';
import { upcast, type UpcasterRegistry } from './upcasters.js';

const metadata: Omit<EventMetadata, 'version'> = {
  actor: 'key_root',
  requestId: 'request-1',
  correlationId: 'correlation-1',
  causationId: 'request-1',
  clientAddress: '192.0.2.1',
  userAgent: null,
  time: '2026-01-01T00:00:00.000Z',
};

const disabled: DomainEvent = {
  type: 'KeyDisabled',
  data: { keyId: 'key_a', accountId: 'acme', reason: 'leaked', comment: null },
};

function stored(overrides: Partial<Parameters<typeof toLedgerEvent>[0]> = {}) {
  const encoded = toNewEvent(disabled, metadata, '00000000-0000-4000-8000-000000000001');
  return { ...encoded, stream: 'key-key_a', revision: 3, position: 7n, ...overrides };
}

describe('event codec', () => {
  it('gives back what was written, with its place in the log', () => {
    const event = toLedgerEvent(stored());
    expect(event.event).toEqual(disabled);
    expect(event.metadata).toEqual({ ...metadata, version: 1 });
    expect([event.stream, event.revision, event.position]).toEqual(['key-key_a', 3, 7n]);
  });

  it('stops at an event type that it does not know', () => {
    expect(() => toLedgerEvent(stored({ type: 'KeyTeleported' }))).toThrow(UnknownEventError);
    expect(() => toLedgerEvent(stored({ type: 'KeyTeleported' }))).toThrow(/KeyTeleported .* position 7/);
  });

  it.each([2, '1', null, 0.5])('stops at version %p of a known event', (version) => {
    expect(() => toLedgerEvent(stored({ metadata: { ...metadata, version } }))).toThrow(UnknownEventError);
  });

  it('stops where the upcaster from an old version is missing', () => {
    expect(() => toLedgerEvent(stored({ metadata: { ...metadata, version: 0 } }))).toThrow(UnknownEventError);
  });

  it('brings an old version up to date through its upcaster', () => {
    const registry: UpcasterRegistry = {
      KeyDisabled: { 0: ({ why, ...rest }) => ({ ...rest, reason: why, comment: null }) },
    };
    const old = stored({
      metadata: { ...metadata, version: 0 },
      data: { keyId: 'key_a', accountId: 'acme', why: 'leaked' },
    });
    expect(toLedgerEvent(old, registry).event).toEqual(disabled);
  });
});

describe('upcast', () => {
  const registry: UpcasterRegistry = {
    Counted: { 1: (data) => ({ ...data, second: true }), 2: (data) => ({ ...data, third: data['second'] }) },
  };

  it('applies a chain of upcasters in order of version', () => {
    expect(upcast(registry, { type: 'Counted', data: { first: 1 }, from: 1, to: 3 })).toEqual({
      first: 1,
      second: true,
      third: true,
    });
  });

  it('refuses data that is newer than the code', () => {
    expect(upcast(registry, { type: 'Counted', data: {}, from: 4, to: 3 })).toBeNull();
  });
});
