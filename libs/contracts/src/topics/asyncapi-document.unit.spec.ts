import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import asyncApiSpecs from '@asyncapi/specs';
import { Ajv, type Options } from 'ajv';
import formats from 'ajv-formats';
import { asyncApiDocument, describedTopics } from './asyncapi-document.js';
import { toAlertMessage } from './alert-message.js';
import { toKeyEventMessage } from './key-event-message.js';
import { toKeyStateMessage, toTombstone } from './key-state-message.js';
import { toRequestMessage } from './request-message.js';
import { toUnknownKeysMessage } from './unknown-keys-message.js';
import { topics } from './topics.js';

interface Message {
  readonly headers: { readonly properties: Readonly<Record<string, unknown>> };
  readonly payload: object;
}

interface Document {
  readonly channels: Readonly<
    Record<
      string,
      { readonly address: string; readonly messages: Readonly<Record<string, { readonly $ref: string }>> }
    >
  >;
  readonly components: { readonly messages: Readonly<Record<string, Message>> };
}

const document = asyncApiDocument() as Document;
const time = '2026-11-21T08:15:30.125Z';

const metadata = {
  ...{ version: 1, actor: 'key_admin', requestId: 'r', correlationId: 'c', causationId: 'r' },
  ...{ clientAddress: null, userAgent: null, time },
};

const samples = {
  alertEvent: toAlertMessage({
    ...{ id: 'id-2', stream: 'account-acme', revision: 4, position: 9n, metadata },
    event: {
      type: 'AlertRaised',
      data: {
        ...{ accountId: 'acme', alertId: 'alert-1', rule: 'burst', keyId: 'key_1', severity: 'warning' },
        ...{ count: 1, firstSeenAt: time, lastSeenAt: time, evidence: { requests: 900 }, response: 'none' },
      },
    },
  }),
  keyEvent: toKeyEventMessage({
    id: 'id-1',
    stream: 'key-key_1',
    revision: 1,
    position: 7n,
    event: {
      type: 'KeyRevoked',
      data: { keyId: 'key_1', accountId: 'acme', reason: 'leaked', comment: null },
    },
    metadata,
  }),
  keyState: toKeyStateMessage(
    { kind: 'account', accountId: 'acme', apiAccess: true, profile: 'keyledger', position: 7n },
    time,
  ),
  keyForgotten: toTombstone({ keyId: 'key_1', position: 7n }, time),
  request: toRequestMessage({
    keyId: 'key_1',
    accountId: 'acme',
    operation: null,
    code: 'VALID',
    clientAddress: null,
    userAgent: null,
    verifier: 'verifier-1:8083',
    time,
    producer: 'p',
    sequence: 1,
  }),
  unknownKeys: toUnknownKeysMessage({
    ...{ network: '192.0.2.0/24', accountId: null, requests: 7, valueMarks: null },
    ...{ firstTime: time, lastTime: time, producer: 'p', sequence: 2 },
  }),
} as const;

function newAjv(options: Options = {}): Ajv {
  const ajv = new Ajv({ strict: false, ...options });
  formats.default(ajv);
  return ajv;
}

describe('docs/asyncapi.json', () => {
  it('is what the schemas of the topics say', () => {
    const page = new URL('../../../../docs/asyncapi.json', import.meta.url);
    expect(JSON.parse(readFileSync(page, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('is valid AsyncAPI 3.0', () => {
    // The schema brings the one of JSON schemas along.
    const validate = newAjv({ meta: false, validateSchema: false }).compile(asyncApiSpecs.schemas['3.0.0']);
    expect([validate(JSON.parse(JSON.stringify(document))), validate.errors]).toEqual([true, null]);
    expect(validate({ ...document, channels: { broken: { address: 1 } } })).toBe(false);
  });

  it('has every topic, and refers to messages that are there', () => {
    expect(describedTopics.map(({ topic }) => topic)).toEqual(expect.arrayContaining([...topics]));
    expect(
      Object.values(document.channels)
        .map(({ address }) => address)
        .sort(),
    ).toEqual(topics.map(({ name }) => name).sort());
    const references = Object.values(document.channels).flatMap(({ messages }) => Object.values(messages));
    const names = references.map(({ $ref }) => $ref.replace('#/components/messages/', ''));
    expect(names.sort()).toEqual(Object.keys(document.components.messages).sort());
    expect(Object.keys(samples).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(samples))(
    'describes %s as it is written: each header, and the value',
    (name, sample) => {
      const message = document.components.messages[name];
      const described = Object.keys(message?.headers.properties ?? {});
      expect(described).toEqual(expect.arrayContaining(Object.keys(sample.headers)));
      const ajv = newAjv();
      const value: unknown = sample.value === null ? null : JSON.parse(sample.value);
      expect(ajv.validate(message?.headers ?? false, sample.headers)).toBe(true);
      expect(ajv.validate(message?.payload ?? false, value)).toBe(true);
      expect(ajv.validate(message?.headers ?? false, {})).toBe(false);
      expect(ajv.validate(message?.payload ?? false, 'something else')).toBe(false);
    },
  );
});
