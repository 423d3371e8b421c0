import { describe, expect, it } from '@jest/globals';
import { type CloudEvent, Kafka } from 'cloudevents';
import fc from 'fast-check';
import { isUnreadable, type TopicMessage } from './cloud-event.js';
import {
  type AccountState,
  fromKeyStateMessage,
  type KeyState,
  toKeyStateMessage,
  toTombstone,
} from './key-state-message.js';

const time = '2026-11-21T08:15:30.125Z';
const state: KeyState = {
  kind: 'key',
  keyId: 'key_0123456789abcdefghijkl',
  accountId: 'acme',
  digest: 'd'.repeat(43),
  status: 'active',
  scopes: ['orders:read'],
  ipAllowlist: { enforced: true, entries: ['192.0.2.0/24'] },
  expiresAt: '2027-01-01T00:00:00.000Z',
  successorId: 'key_next',
  overlapEndsAt: '2026-12-24T00:00:00.000Z',
  position: 4711n,
};
const account: AccountState = {
  kind: 'account',
  accountId: 'acme',
  apiAccess: false,
  profile: 'keyledger',
  position: 12n,
};

const message = toKeyStateMessage(state, time);

function withHeader(name: string, value: string | undefined): TopicMessage {
  const headers = Object.entries({ ...message.headers, [name]: value });
  return {
    ...message,
    headers: Object.fromEntries(headers.filter((each): each is [string, string] => each[1] !== undefined)),
  };
}

function withData(change: Record<string, unknown>): TopicMessage {
  return { ...message, value: JSON.stringify({ ...state, position: '4711', ...change }) };
}

describe('a state record on its topic', () => {
  it('is a CloudEvent in binary mode, as the official package reads it', () => {
    const kafkaMessage = { ...message, body: undefined, timestamp: undefined };
    const read = Kafka.toEvent(kafkaMessage) as CloudEvent<unknown>;
    expect(read.validate()).toBe(true);
    expect(read).toMatchObject({
      id: 'key_0123456789abcdefghijkl:4711',
      type: 'keyledger.key-state.v1',
      source: '/keyledger/ledger',
      subject: state.keyId,
      time,
      sequence: '0000000000000004711',
      partitionkey: state.keyId,
    });
    expect(read.data).toEqual({ ...state, position: '4711' });
  });

  it.each([state, account])('of one $kind comes back as it was', (any) => {
    expect(fromKeyStateMessage(toKeyStateMessage(any, time))).toEqual(any);
  });

  it('is kept by key id, or by the account', () => {
    expect(message.key).toBe(state.keyId);
    expect(toKeyStateMessage(account, time).key).toBe('account/acme');
  });

  it('is a message without a value once the key is forgotten', () => {
    const tombstone = toTombstone({ keyId: 'key_old', position: 99n }, time);
    expect(tombstone).toMatchObject({ key: 'key_old', value: null });
    expect(fromKeyStateMessage(tombstone)).toEqual({ kind: 'forgotten', keyId: 'key_old', position: 99n });
  });

  it('comes back as it was, whatever it holds', () => {
    const texts = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));
    const states: fc.Arbitrary<KeyState> = fc.record({
      kind: fc.constant('key' as const),
      keyId: texts.filter((text) => !text.startsWith('account/')),
      accountId: texts,
      digest: texts,
      status: fc.constantFrom('active', 'disabled', 'revoked'),
      scopes: fc.array(fc.string()),
      ipAllowlist: fc.record({ enforced: fc.boolean(), entries: fc.array(fc.string()) }),
      expiresAt: fc.option(fc.constant(time)),
      successorId: fc.option(texts),
      overlapEndsAt: fc.option(fc.constant(time)),
      position: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
    });
    fc.assert(
      fc.property(states, (any) => expect(fromKeyStateMessage(toKeyStateMessage(any, time))).toEqual(any)),
    );
  });
});

describe('a message that is no state record', () => {
  it.each<[string, TopicMessage, RegExp]>([
    ['another type', withHeader('ce_type', 'keyledger.key-state.v2'), /^header ce_type: /],
    ['no headers at all', { ...message, headers: {} }, /^header ce_specversion: /],
    ['a missing header', withHeader('ce_sequence', undefined), /^header ce_sequence: /],
    ['a value that is not JSON', { ...message, value: '{' }, /^the value is not JSON$/],
    ['JSON of another kind', { ...message, value: 'null' }, /^value/],
    ['an unknown kind', withData({ kind: 'robot' }), /^value kind: /],
    ['an unknown status', withData({ status: 'sleeping' }), /^value status: /],
    ['an unknown field', withData({ secret: 'x' }), /^value/],
    ['a missing field', withData({ digest: undefined }), /^value digest: /],
    ['a position that is a number', withData({ position: 4711 }), /^value position: /],
    ['a record of another key', { ...message, key: 'key_other' }, /^header ce_subject contradicts the key/],
    ['another key in the value', withData({ keyId: 'key_other' }), /^header ce_subject contradicts keyId$/],
    ['another position', withHeader('ce_sequence', '1'), /^header ce_sequence contradicts position$/],
    ['a tombstone without headers', { key: 'key_a', id: 'x', headers: {}, value: null }, /^header /],
    [
      'a tombstone of an account',
      { ...toKeyStateMessage(account, time), value: null },
      /^an account is never forgotten$/,
    ],
  ])('is poison for %s', (_, unreadable, reason) => {
    expect(fromKeyStateMessage(unreadable)).toEqual({ poison: expect.stringMatching(reason) as unknown });
  });

  it('is answered, never thrown', () => {
    const anything = fc.record({
      key: fc.string(),
      headers: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.constant(message.headers)),
      value: fc.oneof(fc.string(), fc.json(), fc.constant(null)),
    });
    fc.assert(
      fc.property(anything, (any) => {
        expect(isUnreadable(fromKeyStateMessage(any))).toBe(true);
      }),
    );
  });
});
