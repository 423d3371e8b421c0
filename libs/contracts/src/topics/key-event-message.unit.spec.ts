import { describe, expect, it } from '@jest/globals';
import { type CloudEvent, Kafka } from 'cloudevents';
import fc from 'fast-check';
import type { LedgerEvent } from '../events/ledger-event.js';
import { isUnreadable, type TopicMessage } from './cloud-event.js';
import { fromKeyEventMessage, keyEventBytesMax, toKeyEventMessage } from './key-event-message.js';

const revoked: LedgerEvent = {
  id: '0b8f1c52-7d0e-4a53-9a0e-3f6f0f3b7c11',
  stream: 'key-key_0123456789abcdefghijkl',
  revision: 4,
  position: 4711n,
  event: {
    type: 'KeyRevoked',
    data: { keyId: 'key_0123456789abcdefghijkl', accountId: 'acme', reason: 'leaked', comment: null },
  },
  metadata: {
    version: 1,
    actor: 'key_admin',
    requestId: 'request-1',
    correlationId: 'correlation-1',
    causationId: 'request-1',
    clientAddress: '192.0.2.1',
    userAgent: 'curl/8',
    time: '2026-11-21T08:15:30.125Z',
  },
};

const message = toKeyEventMessage(revoked);

function withHeader(name: string, value: string | undefined): TopicMessage {
  const headers = Object.entries({ ...message.headers, [name]: value });
  return {
    ...message,
    headers: Object.fromEntries(headers.filter((each): each is [string, string] => each[1] !== undefined)),
  };
}

function withData(data: unknown): TopicMessage {
  return { ...message, value: JSON.stringify(data) };
}

describe('a key event on its topic', () => {
  it('is a CloudEvent in binary mode, as the official package reads it', () => {
    const kafkaMessage = { ...message, body: undefined, timestamp: undefined };
    expect(Kafka.isEvent(kafkaMessage)).toBe(true);
    const read = Kafka.toEvent(kafkaMessage) as CloudEvent<unknown>;
    expect(read.validate()).toBe(true);
    expect(read).toMatchObject({
      specversion: '1.0',
      id: revoked.id,
      type: 'keyledger.KeyRevoked.v1',
      source: '/keyledger/ledger',
      subject: 'key_0123456789abcdefghijkl',
      time: revoked.metadata.time,
      sequence: '0000000000000004',
      position: '4711',
      actor: 'key_admin',
      correlationid: 'correlation-1',
      partitionkey: 'key_0123456789abcdefghijkl',
    });
    expect(read.data).toEqual(revoked.event.data);
  });

  it('is read as it was written', () => {
    expect(fromKeyEventMessage(message)).toEqual({
      id: revoked.id,
      type: 'KeyRevoked',
      version: 1,
      subject: 'key_0123456789abcdefghijkl',
      accountId: 'acme',
      keyId: 'key_0123456789abcdefghijkl',
      revision: 4,
      position: 4711n,
      time: revoked.metadata.time,
      actor: 'key_admin',
      correlationId: 'correlation-1',
      isAbridged: false,
      data: revoked.event.data,
    });
  });

  it('has the account for its subject where it is about one', () => {
    const data = { accountId: 'acme', comment: 'paid' };
    const event: LedgerEvent = {
      ...revoked,
      stream: 'account-acme',
      event: { type: 'ApiAccessEnabled', data },
    };
    const written = toKeyEventMessage(event);
    expect(written.key).toBe('acme');
    expect(fromKeyEventMessage(written)).toMatchObject({ subject: 'acme', keyId: null, data });
  });

  it('carries no digest, however deep, and nothing of the client that asked', () => {
    const data = {
      ...revoked.event.data,
      digest: { value: 'SHA' },
      successor: { keyId: 'key_b', digest: 'SHA' },
    };
    const written = toKeyEventMessage({
      ...revoked,
      event: { type: 'KeyRevoked', data } as LedgerEvent['event'],
    });
    expect(JSON.stringify(written)).not.toMatch(/SHA|192\.0\.2\.1|curl/);
    expect(JSON.parse(written.value ?? '')).toMatchObject({ successor: { keyId: 'key_b' } });
  });

  it('says only what it is about where it is too large for a message', () => {
    const comment = 'é'.repeat(keyEventBytesMax / 2);
    const data = { ...revoked.event.data, comment };
    const written = toKeyEventMessage({
      ...revoked,
      event: { type: 'KeyRevoked', data } as LedgerEvent['event'],
    });
    expect(fromKeyEventMessage(written)).toMatchObject({
      type: 'KeyRevoked',
      isAbridged: true,
      data: { keyId: 'key_0123456789abcdefghijkl', accountId: 'acme' },
    });
  });

  it('comes back as it was, whatever it holds', () => {
    const texts = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));
    const events = fc.record({
      keyId: texts,
      accountId: texts,
      revision: fc.maxSafeNat(),
      position: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
      comment: fc.string(),
    });
    fc.assert(
      fc.property(events, ({ keyId, accountId, revision, position, comment }) => {
        const data = { keyId, accountId, reason: 'other', comment };
        const event = { type: 'KeyRevoked', data } as LedgerEvent['event'];
        const written = toKeyEventMessage({ ...revoked, stream: `key-${keyId}`, revision, position, event });
        expect(fromKeyEventMessage(written)).toMatchObject({ keyId, accountId, revision, position, data });
      }),
    );
  });
});

describe('an event of a newer Keyledger', () => {
  it('is handed on where its type is unknown, for the consumer to ignore', () => {
    expect(fromKeyEventMessage(withHeader('ce_type', 'keyledger.KeyTeleported.v7'))).toMatchObject({
      type: 'KeyTeleported',
      version: 7,
    });
  });
});

describe('a message that is no key event', () => {
  const { keyId, accountId } = { keyId: 'key_0123456789abcdefghijkl', accountId: 'acme' };
  it.each([
    ['an unknown version of CloudEvents', withHeader('ce_specversion', '2.0'), /^header ce_specversion: /],
    ['another kind of type', withHeader('ce_type', 'keyledger.request.v1'), /^header ce_type: /],
    [
      'an unknown version',
      withHeader('ce_type', 'keyledger.KeyRevoked.v99'),
      /unknown version of KeyRevoked$/,
    ],
    ['version nought', withHeader('ce_type', 'keyledger.KeyRevoked.v0'), /unknown version of KeyRevoked$/],
    ['no headers at all', { ...message, headers: {} }, /^header ce_specversion: /],
    ['a missing header', withHeader('ce_position', undefined), /^header ce_position: /],
    ['another content type', withHeader('content-type', 'text/plain'), /^header content-type: /],
    ['a sequence that is no number', withHeader('ce_sequence', '-1'), /^header ce_sequence: /],
    ['a time that is none', withHeader('ce_time', 'yesterday'), /^header ce_time: /],
    ['a value that is not JSON', { ...message, value: '{' }, /^the value is not JSON$/],
    ['no value', { ...message, value: null }, /^there is no value$/],
    ['JSON of another kind', withData([]), /^value/],
    ['no account', withData({ keyId }), /^value accountId: /],
    ['an id that no row can hold', withData({ keyId: 'a\u0000b', accountId }), /^value keyId: /],
    ['another key', withData({ keyId: 'key_other', accountId }), /^header ce_subject contradicts keyId$/],
  ])('is poison for %s', (_, unreadable, reason) => {
    expect(fromKeyEventMessage(unreadable)).toEqual({ poison: expect.stringMatching(reason) as unknown });
  });

  it('is answered, never thrown', () => {
    const anything = fc.record({
      headers: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.constant(message.headers)),
      value: fc.oneof(fc.string(), fc.json(), fc.constant(null)),
    });
    fc.assert(
      fc.property(anything, (any) => {
        expect(isUnreadable(fromKeyEventMessage(any))).toBe(true);
      }),
    );
  });
});
