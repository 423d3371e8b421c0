import { type AccountEvent, alertRules, alertSeverities, webhookDisabledReasons } from '@keyledger/domain';
import fc from 'fast-check';
import { names } from './texts.js';

const endpoints = fc.record({
  accountId: fc.constant('acme'),
  endpointId: fc.constantFrom('endpoint-1', 'endpoint-2'),
});
const urls = fc.constantFrom('https://one.example/hook', 'https://two.example/hook');
const secrets = fc.constantFrom('secret-1', 'secret-2', 'secret-3');
const instants = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const filters = fc.record({
  eventTypes: fc.subarray(['KeyCreated', 'KeyRevoked', 'AlertRaised']),
  rules: fc.subarray([...alertRules]),
  severities: fc.subarray([...alertSeverities]),
  keyIds: fc.subarray(['key_one', 'key_two']),
});
const described = fc.record({ url: urls, description: fc.option(names, { nil: null }), filter: filters });

/** Any one event of an account's webhook endpoints. */
export const webhookEvents: fc.Arbitrary<AccountEvent> = fc.oneof(
  fc.tuple(endpoints, described, secrets, instants).map(([ids, rest, secretId, addedAt]): AccountEvent => {
    return { type: 'WebhookEndpointAdded', data: { ...ids, ...rest, secretId, addedAt } };
  }),
  fc.tuple(endpoints, described).map(([ids, rest]): AccountEvent => {
    return { type: 'WebhookEndpointChanged', data: { ...ids, ...rest } };
  }),
  fc
    .tuple(endpoints, fc.constantFrom(null, ...webhookDisabledReasons))
    .map(([ids, disabled]): AccountEvent => {
      return { type: 'WebhookEndpointChanged', data: { ...ids, disabled } };
    }),
  endpoints.map((data): AccountEvent => ({ type: 'WebhookEndpointRemoved', data })),
  fc
    .tuple(endpoints, secrets, secrets, instants)
    .map(([ids, secretId, previousSecretId, at]): AccountEvent => {
      return {
        type: 'WebhookSecretRotated',
        data: { ...ids, secretId, previousSecretId, previousEndsAt: at },
      };
    }),
);
