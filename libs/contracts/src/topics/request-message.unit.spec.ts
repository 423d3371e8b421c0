import { describe, expect, it } from '@jest/globals';
import { CloudEvent, Kafka } from 'cloudevents';
import fc from 'fast-check';
import type { RequestEvent } from './request-event.js';
import type { RequestMessage } from './numbered-message.js';
import { fromRequestMessage, readBySchema, toRequestMessage } from './request-message.js';

const event: RequestEvent = {
  keyId: 'key_0123456789abcdefghijkl',
  accountId: 'acme',
  operation: 'orders:ListOrders',
  code: 'VALID',
  clientAddress: '2001:db8::1',
  userAgent: 'orders/2.1 (linux)',
  verifier: 'verifier-1:8083',
  time: '2026-11-21T08:15:30.125Z',
  producer: '0b8f1c52-7d0e-4a53-9a0e-3f6f0f3b7c11',
  sequence: 4711,
};

const message = toRequestMessage(event);

function withHeader(name: string, value: string | undefined): RequestMessage {
  const headers = Object.entries({ ...message.headers, [name]: value });
  return {
    ...message,
    headers: Object.fromEntries(headers.filter((each): each is [string, string] => each[1] !== undefined)),
  };
}

function withData(change: Record<string, unknown>): RequestMessage {
  return { ...message, value: JSON.stringify({ ...event, ...change }) };
}

describe('a request event on its topic', () => {
  it('is a CloudEvent in binary mode, as the official package reads it', () => {
    const kafkaMessage = { ...message, body: undefined, timestamp: undefined };
    expect(Kafka.isEvent(kafkaMessage)).toBe(true);
    const read = Kafka.toEvent(kafkaMessage) as CloudEvent<unknown>;
    expect(read.validate()).toBe(true);
    expect(read).toMatchObject({
      specversion: '1.0',
      id: `${event.producer}:4711`,
      type: 'keyledger.request.v1',
      source: `/keyledger/verifiers/${event.producer}`,
      subject: event.keyId,
      time: event.time,
      sequence: '0000000000004711',
      partitionkey: event.keyId,
    });
    expect(read.data).toEqual(event);
  });

  it('has the headers that the official package writes', () => {
    const written = Kafka.binary(
      new CloudEvent({
        id: message.id,
        source: `/keyledger/verifiers/${event.producer}`,
        type: 'keyledger.request.v1',
        subject: event.keyId,
        time: event.time,
        sequence: '0000000000004711',
        datacontenttype: 'application/json',
        data: event,
      }),
    );
    // The package repeats the content type under a name that the binding does not have (3.2.1).
    const { ce_datacontenttype: repeated, ...headers } = written.headers;
    expect(repeated).toBe('application/json');
    expect(message.headers).toEqual(headers);
  });

  it('comes back as it was, whatever it holds', () => {
    const texts = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));
    const events: fc.Arbitrary<RequestEvent> = fc.record({
      keyId: texts,
      accountId: texts,
      operation: fc.option(texts),
      code: fc.constantFrom('VALID', 'KEY_REVOKED', 'INSUFFICIENT_SCOPE'),
      clientAddress: fc.option(fc.ipV6()),
      userAgent: fc.option(texts),
      verifier: fc.option(texts),
      time: fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z') })
        .map((date) => date.toISOString()),
      producer: fc.uuid(),
      sequence: fc.maxSafeNat(),
    });
    fc.assert(fc.property(events, (any) => expect(fromRequestMessage(toRequestMessage(any))).toEqual(any)));
  });
});

describe('a message of the first version', () => {
  it('is read, with nothing known of what it did not tell', () => {
    const { value } = withData({ userAgent: undefined, verifier: undefined });
    const read = fromRequestMessage({ ...message, value });
    expect(read).toEqual({ ...event, userAgent: null, verifier: null });
  });
});

describe('what a caller made odd', () => {
  it.each([
    ['a\u0000b\u001b', 'a\uFFFDb\uFFFD'],
    ['half \ud83d', 'half \uFFFD'],
    ['', null],
  ])('counts all the same: %j', (odd, expected) => {
    const read = fromRequestMessage(toRequestMessage({ ...event, operation: odd, clientAddress: odd }));
    expect(read).toEqual({ ...event, operation: expected, clientAddress: expected });
  });
});

describe('a message that is no request event', () => {
  it.each([
    ['an unknown version of CloudEvents', withHeader('ce_specversion', '2.0'), /^header ce_specversion: /],
    ['an unknown type', withHeader('ce_type', 'keyledger.request.v2'), /^header ce_type: /],
    ['a missing header', withHeader('ce_id', undefined), /^header ce_id: /],
    ['another content type', withHeader('content-type', 'text/plain'), /^header content-type: /],
    ['a value that is not JSON', { ...message, value: '{' }, /^the value is not JSON$/],
    ['an empty value', { ...message, value: '' }, /^the value is not JSON$/],
    ['JSON of another kind', { ...message, value: '[]' }, /^value/],
    ['a wrong type', withData({ sequence: '4711' }), /^value sequence: /],
    ['a fraction', withData({ sequence: 0.5 }), /^value sequence: /],
    ['an unknown field', withData({ secret: 'x' }), /^value/],
    ['an unknown code', withData({ code: 'toString' }), /^value code: /],
    ['a time without a zone', withData({ time: '2026-11-21T08:15:30.125' }), /^value time: /],
    ['a time that is none', withData({ time: '2026-13-21T08:15:30.125Z' }), /^value time: /],
    ['an operation without end', withData({ operation: 'x'.repeat(201) }), /^value operation: /],
    ['an id that no row can hold', withData({ accountId: 'a\u0000b' }), /^value accountId: /],
    [
      'a subject of another key',
      withHeader('ce_subject', 'key_other'),
      /^header ce_subject contradicts keyId$/,
    ],
    ['another sequence', withHeader('ce_sequence', '1'), /^header ce_sequence contradicts sequence$/],
  ])('is poison for %s', (_, unreadable, reason) => {
    expect(fromRequestMessage(unreadable)).toEqual({ poison: expect.stringMatching(reason) as unknown });
  });

  it('is answered, never thrown', () => {
    const anything = fc.record({ headers: fc.dictionary(fc.string(), fc.string()), value: fc.string() });
    fc.assert(fc.property(anything, (any) => expect(fromRequestMessage(any)).toHaveProperty('poison')));
  });
});

describe('reading without the schema what is as it should be', () => {
  const times = [
    event.time,
    '2024-02-29T00:00:00.000Z',
    '2023-02-29T00:00:00.000Z',
    '2026-04-31T00:00:00.000Z',
  ];
  const odd = [
    '',
    'x'.repeat(100),
    'x'.repeat(101),
    'x'.repeat(201),
    'é',
    'a\nb',
    '\n',
    'a\u0000',
    '\ud83d',
    ' ',
  ];
  const anyText = fc.oneof(fc.constantFrom(...odd, ...times), fc.string({ unit: 'binary', maxLength: 5 }));
  const anyField = fc.oneof(
    anyText,
    fc.constantFrom(null, true, 0, -0, -1, 0.5, 2 ** 53, [], {}),
    fc.double(),
  );
  const fields = fc.constantFrom<string>(...Object.keys(event), 'secret', '__proto__');
  const headers = fc.constantFrom(...Object.keys(message.headers), 'traceparent');
  const sequences = fc.constantFrom('4711', '004711', ' 4711', '4711.0', '0x1267', '', '4712', '1e400');

  /** A message of which some parts are changed, in the value alone or in the headers too. */
  const changed = fc
    .record({
      data: fc.array(fc.tuple(fields, anyField), { maxLength: 2 }),
      headers: fc.array(fc.tuple(headers, fc.oneof(anyText, sequences)), { maxLength: 2 }),
      without: fc.option(fc.oneof(fields, headers), { freq: 4 }),
      agrees: fc.boolean(),
    })
    .map(({ data, headers: replaced, without, agrees }) => {
      const value = Object.fromEntries(
        [...Object.entries({ ...event, ...Object.fromEntries(data) })].filter(([name]) => name !== without),
      );
      const written = agrees ? toRequestMessage(value as unknown as RequestEvent).headers : message.headers;
      const all = Object.entries({ ...written, ...Object.fromEntries(replaced) });
      return {
        headers: Object.fromEntries(all.filter(([name]) => name !== without)),
        value: JSON.stringify(value),
      };
    });

  it('is what reading by the schema is, whatever is wrong', () => {
    fc.assert(
      fc.property(changed, (any) => expect(fromRequestMessage(any)).toEqual(readBySchema(any))),
      { numRuns: 3_000 },
    );
  });

  it.each(['2026-01-31', '2026-04-30', '2024-02-29', '2025-02-29', '2026-04-31', '2026-00-10', '2026-12-00'])(
    'knows the day %s as the schema does',
    (day) => {
      const any = toRequestMessage({ ...event, time: `${day}T23:59:59.999Z` });
      expect(fromRequestMessage(any)).toEqual(readBySchema(any));
    },
  );
});
