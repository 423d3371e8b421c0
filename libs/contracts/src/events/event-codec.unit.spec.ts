import { describe, expect, it } from '@jest/globals';
import { toLedgerEvent, toNewEvent } from './event-codec.js';
import { createEventDecoder } from './event-decoder.js';
import type { EventMetadata } from './event-metadata.js';
import type { DomainEvent } from './ledger-event.js';
import type { StoredEvent } from './recorded-json.js';
import { accountStream, isKeyStream, keyStream } from './streams.js';
import { UnknownEventError } from './unknown-event-error.js';
import { currentVersions, upcasters } from './upcasters.js';

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

const id = '00000000-0000-4000-8000-000000000001';

function stored(overrides: Partial<StoredEvent> = {}): StoredEvent {
  return {
    ...toNewEvent(disabled, metadata, id),
    stream: 'key-key_a',
    revision: 3,
    position: 7n,
    ...overrides,
  };
}

describe('toNewEvent', () => {
  it('takes the id it is given', () => {
    expect(toNewEvent(disabled, metadata, id)).toMatchObject({
      id,
      type: 'KeyDisabled',
      data: disabled.data,
    });
  });

  it('writes the version of this build, whatever the metadata says', () => {
    const claimed: EventMetadata = { ...metadata, version: 42 };
    expect(toNewEvent(disabled, claimed, id).metadata).toEqual({ ...metadata, version: 1 });
  });
});

describe('toLedgerEvent', () => {
  it('gives back what was written, with its place in the log', () => {
    expect(toLedgerEvent(stored())).toEqual({
      id,
      stream: 'key-key_a',
      revision: 3,
      position: 7n,
      event: disabled,
      metadata: { ...metadata, version: 1 },
    });
  });

  it('does not copy the data of an event that is up to date', () => {
    const recorded = stored();
    expect(toLedgerEvent(recorded).event.data).toBe(recorded.data);
  });

  it.each(['KeyTeleported', 'constructor', '__proto__', ''])('stops at the unknown type "%s"', (type) => {
    expect(() => toLedgerEvent(stored({ type }))).toThrow(UnknownEventError);
  });

  it.each([2, 0, -1, 0.5, '1', null])('stops at version %p, which it does not know', (version) => {
    expect(() => toLedgerEvent(stored({ metadata: { ...metadata, version } }))).toThrow(UnknownEventError);
  });

  it('stops at an event without a version', () => {
    expect(() => toLedgerEvent(stored({ metadata: {} }))).toThrow(UnknownEventError);
  });

  it('names type, version and position of what it cannot read', () => {
    const newer = stored({ metadata: { ...metadata, version: 2 } });
    expect(() => toLedgerEvent(newer)).toThrow(
      expect.objectContaining({ type: 'KeyDisabled', version: 2, position: 7n }),
    );
    expect(() => toLedgerEvent(newer)).toThrow(/KeyDisabled.*version 2.*position 7/);
  });

  it('knows every step to the versions that are written today', () => {
    expect(() => createEventDecoder(currentVersions, upcasters)).not.toThrow();
  });
});

describe('an event decoder with older versions', () => {
  const decode = createEventDecoder(
    { KeyDisabled: 3, KeyEnabled: 1 },
    {
      KeyDisabled: {
        1: ({ why, ...rest }) => ({ ...rest, reason: why ?? null }),
        2: (data) => ({ ...data, comment: data['reason'] === 'leaked' ? 'was leaked' : null }),
      },
    },
  );
  const identity = { keyId: 'key_a', accountId: 'acme' };

  it('takes the oldest version through every step, in order', () => {
    const oldest = stored({ data: { ...identity, why: 'leaked' }, metadata: { ...metadata, version: 1 } });
    expect(decode(oldest).event.data).toEqual({ ...identity, reason: 'leaked', comment: 'was leaked' });
  });

  it('starts in the middle of the chain', () => {
    const middle = stored({ data: { ...identity, reason: 'unused' }, metadata: { ...metadata, version: 2 } });
    expect(decode(middle).event.data).toEqual({ ...identity, reason: 'unused', comment: null });
  });

  it('gives the metadata the version that the data now has', () => {
    const oldest = stored({ data: identity, metadata: { ...metadata, version: 1 } });
    expect(decode(oldest).metadata).toEqual({ ...metadata, version: 3 });
  });

  it('leaves the recorded event as it was', () => {
    const oldest = stored({ data: { ...identity, why: 'leaked' }, metadata: { ...metadata, version: 1 } });
    const before = structuredClone(oldest);
    decode(oldest);
    expect(oldest).toEqual(before);
  });

  it('is not built at all where a step is missing', () => {
    expect(() => createEventDecoder({ KeyDisabled: 3 }, { KeyDisabled: { 2: (data) => data } })).toThrow(
      'No upcaster for KeyDisabled from version 1.',
    );
  });
});

describe('streams', () => {
  it('are named after what they hold', () => {
    expect(keyStream('key_a')).toBe('key-key_a');
    expect(accountStream('acme')).toBe('account-acme');
  });

  it('tell keys from accounts', () => {
    expect(isKeyStream(keyStream('key_a'))).toBe(true);
    expect(isKeyStream(accountStream('key-a'))).toBe(false);
  });
});
