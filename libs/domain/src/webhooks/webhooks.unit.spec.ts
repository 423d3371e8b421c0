import { specificationOf } from '@keyledger/testing';
import { describe, expect, it } from '@jest/globals';
import { accountDecider } from '../account/account-decider.js';
import type { AccountEvent } from '../account/events.js';
import type { AddWebhookEndpoint, ChangeWebhookEndpoint } from './webhook-commands.js';
import { openWebhookFilter, passesFilter } from './webhook-filter.js';
import { webhookEndpointsMax } from './webhook-state.js';

const given = specificationOf(accountDecider);
const accountId = 'acme';
const at = Date.UTC(2030, 0, 1);
const ids = { accountId, endpointId: 'endpoint-1' };
const url = 'https://example.com/hook';
const described = { url, description: null, filter: openWebhookFilter };
const opened: AccountEvent = {
  type: 'AccountOpened',
  data: { accountId, name: 'Acme', profile: 'keyledger', email: null },
};
const added: AccountEvent = {
  type: 'WebhookEndpointAdded',
  data: { ...ids, ...described, secretId: 'secret-1', addedAt: '2030-01-01T00:00:00.000Z' },
};
const add = (changes: Partial<AddWebhookEndpoint> = {}): AddWebhookEndpoint => {
  const secretId = 'secret-1';
  return { type: 'AddWebhookEndpoint', ...ids, ...described, secretId, allowsHttp: false, at, ...changes };
};
const change = (changes: Partial<ChangeWebhookEndpoint>): ChangeWebhookEndpoint => {
  return { type: 'ChangeWebhookEndpoint', ...ids, allowsHttp: false, at, ...changes };
};
const changed = (changes: object): AccountEvent => {
  return { type: 'WebhookEndpointChanged', data: { ...ids, ...changes } };
};

describe('AddWebhookEndpoint', () => {
  it('is recorded without a secret', () => given([opened]).when(add()).then([added]));
  it.each([
    'nonsense',
    'ftp://example.com',
    'http://example.com/hook',
    'https://user:password@example.com/hook',
    'https://example.com/#fragment',
    'https://',
    `https://example.com/${'x'.repeat(2_000)}`,
  ])('refuses %s', (bad) => {
    given([opened])
      .when(add({ url: bad }))
      .then('INVALID_WEBHOOK_URL');
  });
  it('takes http where whoever runs Keyledger does', () => {
    const inTheClear = 'http://127.0.0.1:8080/hook';
    given([opened])
      .when(add({ url: inTheClear, allowsHttp: true }))
      .then([{ ...added, data: { ...added.data, url: inTheClear } }]);
  });
  it('is refused beyond the bound, and in an account that there is not', () => {
    const many = Array.from({ length: webhookEndpointsMax }, (_, index): AccountEvent => {
      return { ...added, data: { ...added.data, endpointId: `endpoint-${index}` } };
    });
    given([opened, ...many])
      .when(add({ endpointId: 'another' }))
      .then('TOO_MANY_WEBHOOKS');
    given([]).when(add()).then('ACCOUNT_NOT_FOUND');
  });
});

describe('ChangeWebhookEndpoint', () => {
  it('records what changed alone', () => {
    given([opened, added])
      .when(change({ url, description: 'ours' }))
      .then([changed({ description: 'ours' })]);
    given([opened, added])
      .when(change({ url, description: null, filter: openWebhookFilter }))
      .then([]);
  });
  it('tells once why nothing is sent', () => {
    given([opened, added])
      .when(change({ disabled: 'failing' }))
      .then([changed({ disabled: 'failing' })]);
    given([opened, added, changed({ disabled: 'asked' })])
      .when(change({ disabled: 'failing' }))
      .then([]);
    given([opened, added, changed({ disabled: 'asked' })])
      .when(change({ disabled: null }))
      .then([changed({ disabled: null })]);
  });
  it('is refused where there is no such endpoint, or no more', () => {
    const removed: AccountEvent = { type: 'WebhookEndpointRemoved', data: ids };
    given([opened]).when(change({})).then('WEBHOOK_NOT_FOUND');
    given([opened, added])
      .when({ type: 'RemoveWebhookEndpoint', ...ids, at })
      .then([removed]);
    given([opened, added, removed]).when(change({})).then('WEBHOOK_NOT_FOUND');
  });
});

describe('RotateWebhookSecret', () => {
  const rotate = (secretId: string) =>
    ({ type: 'RotateWebhookSecret', ...ids, secretId, overlapMs: 60_000, at }) as const;
  const rotated = (secretId: string, previousSecretId: string): AccountEvent => {
    const previousEndsAt = '2030-01-01T00:01:00.000Z';
    return { type: 'WebhookSecretRotated', data: { ...ids, secretId, previousSecretId, previousEndsAt } };
  };
  it('leaves the secret before it a while', () =>
    given([opened, added])
      .when(rotate('secret-2'))
      .then([rotated('secret-2', 'secret-1')]));
  it('keeps two secrets at most', () => {
    const events = [opened, added, rotated('secret-2', 'secret-1'), rotated('secret-3', 'secret-2')];
    const state = events.reduce(accountDecider.evolve, accountDecider.initialState);
    const [endpoint] = state.status === 'absent' ? [] : state.webhooks;
    expect(endpoint?.secrets.map(({ secretId }) => secretId)).toEqual(['secret-3', 'secret-2']);
  });
});

describe('passesFilter', () => {
  const alert = {
    type: 'AlertRaised',
    data: { accountId, keyId: 'key_1', rule: 'burst', severity: 'warning' },
  };
  const revoked = { type: 'KeyRevoked', data: { accountId, keyId: 'key_1' } };
  it.each([
    [{}, alert, true],
    [{ eventTypes: ['KeyRevoked'] }, revoked, true],
    [{ eventTypes: ['KeyRevoked'] }, alert, false],
    [{ rules: ['burst'] } as const, alert, true],
    [{ rules: ['enumeration'] } as const, alert, false],
    [{ rules: ['enumeration'] } as const, revoked, true],
    [{ severities: ['critical'] } as const, alert, false],
    [{ keyIds: ['key_1'] }, revoked, true],
    [{ keyIds: ['key_2'] }, revoked, false],
    [{ keyIds: ['key_2'] }, { type: 'AccountDescribed', data: { accountId } }, false],
  ])('%j of %j: %s', (wishes, event, expected) => {
    expect(passesFilter({ ...openWebhookFilter, ...wishes }, event)).toBe(expected);
  });
});
