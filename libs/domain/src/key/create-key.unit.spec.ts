import { describe, expect, it } from '@jest/globals';
import {
  exampleAt,
  exampleCreateKey,
  exampleKeyCreated,
  exampleKeyRevoked,
  specificationOf,
} from '@keyledger/testing';
import { systemCatalogue } from '../scopes/system-catalogue.js';
import type { CreateKey } from './commands.js';
import type { KeyCreated, KeyEvent } from './events.js';
import { keyDecider } from './key-decider.js';

const given = specificationOf(keyDecider);

function createWith(fields: { readonly [Field in keyof CreateKey]?: unknown }): CreateKey {
  return { ...exampleCreateKey, ...fields } as CreateKey;
}

function createdWith(fields: Partial<KeyCreated['data']>): readonly KeyEvent[] {
  return [{ ...exampleKeyCreated, data: { ...exampleKeyCreated.data, ...fields } }];
}

describe('CreateKey', () => {
  it('records the key', () => given([]).when(exampleCreateKey).then([exampleKeyCreated]));

  it('records a key with nothing but a name and a scope', () => {
    const bare = { description: null, tags: [], owner: null, environment: null, expiresAt: null };
    const open = { ipAllowlist: { enforced: false, entries: [] }, scopes: ['*:*'] };
    given([])
      .when(createWith({ ...bare, ...open }))
      .then(createdWith({ ...bare, ...open }));
  });

  it('records canonical values', () => {
    const command = createWith({
      name: '  CI of the web shop ',
      description: '',
      tags: [' ci', 'web shop '],
      scopes: ['payments:Send', 'payments:read', 'payments:Send'],
      ipAllowlist: { enforced: true, entries: ['::ffff:192.0.2.77/120', '2001:DB8:0::1', '2001:db8::1/128'] },
      expiresAt: '2030-07-01T02:00+02:00',
    });
    given([])
      .when(command)
      .then(createdWith({ description: null }));
  });

  it('records nothing that was not asked for', () => {
    given([])
      .when(createWith({ secret: 'x' } as object))
      .then([exampleKeyCreated]);
  });

  it('refuses an id that is there already, revoked or not', () => {
    given([exampleKeyCreated]).when(exampleCreateKey).then('KEY_EXISTS');
    given([exampleKeyCreated, exampleKeyRevoked]).when(exampleCreateKey).then('KEY_EXISTS');
  });

  it.each([
    ['INVALID_NAME', { name: '' }],
    ['INVALID_NAME', { name: ' \u00a0 ' }],
    ['INVALID_NAME', { name: 'x'.repeat(101) }],
    ['INVALID_NAME', { name: 'a\u0000' }],
    ['INVALID_NAME', { name: `my key is kl_live_${'a'.repeat(33)}` }],
    ['INVALID_NAME', { name: undefined }],
    ['INVALID_DESCRIPTION', { description: 'x'.repeat(1_001) }],
    ['INVALID_DESCRIPTION', { description: 'two\nlines' }],
    ['INVALID_TAG', { tags: [''] }],
    ['INVALID_TAG', { tags: ['x'.repeat(51)] }],
    ['INVALID_TAG', { tags: ['ci', ' ci'] }],
    ['INVALID_TAG', { tags: 'ci' }],
    ['INVALID_TAG', { tags: [null] }],
    ['INVALID_TAG', { tags: undefined }],
    ['INVALID_OWNER', { owner: ' ' }],
    ['INVALID_OWNER', { owner: 'x'.repeat(201) }],
    ['INVALID_ENVIRONMENT', { environment: 'prod' }],
    ['INVALID_SCOPE', { scopes: ['payments'] }],
    ['INVALID_SCOPE', { scopes: ['keyledger@acme:*'] }],
    ['INVALID_SCOPE', { scopes: null }],
    ['UNKNOWN_OPERATION', { scopes: ['payments:Fly'], catalogue: new Map([['payments:Send', 'write']]) }],
    ['TOO_MANY_SCOPES', { scopes: [] }],
    ['TOO_MANY_SCOPES', { scopes: Array.from({ length: 101 }, (_, index) => `a:Op${index}`) }],
    ['INVALID_ADDRESS', { ipAllowlist: { enforced: true, entries: ['10.0.0.0/33'] } }],
    ['INVALID_ADDRESS', { ipAllowlist: { enforced: 'yes', entries: [] } }],
    ['INVALID_ADDRESS', { ipAllowlist: { enforced: true } }],
    ['INVALID_ADDRESS', { ipAllowlist: null }],
    ['TOO_MANY_ADDRESSES', { ipAllowlist: { enforced: true, entries: Array<string>(501).fill('::1') } }],
    ['INVALID_EXPIRY', { expiresAt: '2029-12-31T23:59:59.999Z' }],
    ['INVALID_EXPIRY', { expiresAt: new Date(exampleAt).toISOString() }],
    ['INVALID_EXPIRY', { expiresAt: '2030-06-31T00:00:00Z' }],
    ['INVALID_EXPIRY', { expiresAt: 'never' }],
    ['INVALID_EXPIRY', { expiresAt: undefined }],
    ['ACCOUNT_NOT_FOUND', { accountId: 'No Slug' }],
    ['INVALID_REQUEST', { keyId: 'key_1' }],
    ['INVALID_REQUEST', { digest: { algorithm: 'sha256', value: 'abc' } }],
    ['INVALID_REQUEST', { digest: { algorithm: 'md5', value: 'a'.repeat(43) } }],
    ['INVALID_REQUEST', { digest: null }],
    ['INVALID_REQUEST', { visibleStart: `kl_live_${'a'.repeat(33)}` }],
    ['INVALID_REQUEST', { visibleStart: null }],
  ] as const)('refuses with %s, case %#', (code, fields) => {
    given([]).when(createWith(fields)).then(code);
  });

  it('takes ten tags and refuses the eleventh (TX-3)', () => {
    const tags = Array.from({ length: 11 }, (_, index) => `tag ${index}`);
    given([])
      .when(createWith({ tags: tags.slice(1) }))
      .then(createdWith({ tags: tags.slice(1) }));
    given([]).when(createWith({ tags })).then('TOO_MANY_TAGS');
  });

  it('takes five hundred addresses', () => {
    const entries = Array.from({ length: 500 }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
    const ipAllowlist = { enforced: true, entries };
    given([]).when(createWith({ ipAllowlist })).then(createdWith({ ipAllowlist }));
  });

  it('never shows a pasted key in a refusal', () => {
    const pasted = `kl_live_${'a'.repeat(33)}`;
    for (const field of ['name', 'description', 'owner', 'environment', 'expiresAt', 'accountId']) {
      const answer = keyDecider.decide(createWith({ [field]: pasted }), keyDecider.initialState);
      expect(answer).toMatchObject({ refused: true });
      expect(JSON.stringify(answer)).not.toContain('aaaaa');
    }
  });
});

describe('CreateKey in the account `system`', () => {
  const system = { accountId: 'system', catalogue: systemCatalogue };

  it('hands out what the grantor holds', () => {
    const scopes = ['keyledger@acme:read', 'keyledger@acme:Verify'];
    for (const grantorScopes of [
      ['*:*'],
      ['keyledger:*'],
      ['keyledger@acme:*'],
      ['keyledger:read', 'keyledger:Verify'],
    ]) {
      const command = createWith({ ...system, scopes, grantorScopes });
      given([])
        .when(command)
        .then(createdWith({ accountId: 'system', scopes }));
    }
  });

  it.each([
    [['keyledger@acme:*'], ['keyledger:*']],
    [['keyledger@acme:*'], ['keyledger@other:GetKey']],
    [['keyledger:read'], ['keyledger:Verify']],
    [['keyledger:*'], ['*:*']],
    [['keyledger:CreateKey'], ['keyledger:CreateKey', 'keyledger:RevokeKey']],
    [[], ['keyledger:GetKey']],
  ])('does not hand out, for holders of %j, %j', (grantorScopes, scopes) => {
    given([])
      .when(createWith({ ...system, grantorScopes, scopes }))
      .then('GRANT_EXCEEDS_HOLDER');
  });

  it('asks nobody at the first start', () => {
    const command = createWith({ ...system, scopes: ['*:*'], grantorScopes: null });
    given([])
      .when(command)
      .then(createdWith({ accountId: 'system', scopes: ['*:*'] }));
  });
});
