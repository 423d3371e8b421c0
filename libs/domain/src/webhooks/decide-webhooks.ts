import { assertNever } from '../assert-never.js';
import { commentLengthMax } from '../reason.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { checkOptionalText } from '../text/plain-text.js';
import type {
  AddWebhookEndpoint,
  ChangeWebhookEndpoint,
  RotateWebhookSecret,
  WebhookCommand,
} from './webhook-commands.js';
import type { WebhookEndpointChanged, WebhookEvent } from './webhook-events.js';
import { normalFilter, sameFilter } from './webhook-filter.js';
import { type WebhookEndpoint, type WebhooksState, webhookEndpointsMax, webhookOf } from './webhook-state.js';
import { checkWebhookUrl } from './webhook-url.js';

export function decideWebhooks(
  command: WebhookCommand,
  state: WebhooksState,
): readonly WebhookEvent[] | Refusal {
  if (command.type === 'AddWebhookEndpoint') return addEndpoint(command, state);
  const endpoint = webhookOf(state, command.endpointId);
  if (endpoint === undefined) return refuse('WEBHOOK_NOT_FOUND', 'The account has no such webhook endpoint.');
  const { accountId, endpointId } = command;
  switch (command.type) {
    case 'ChangeWebhookEndpoint':
      return changeEndpoint(command, endpoint);
    case 'RemoveWebhookEndpoint':
      return [{ type: 'WebhookEndpointRemoved', data: { accountId, endpointId } }];
    case 'RotateWebhookSecret':
      return rotateSecret(command, endpoint);
    default:
      return assertNever(command);
  }
}

function addEndpoint(command: AddWebhookEndpoint, state: WebhooksState): readonly WebhookEvent[] | Refusal {
  const { accountId, endpointId, secretId } = command;
  const url = checkWebhookUrl(command.url, command.allowsHttp);
  if (isRefusal(url)) return url;
  const description = checkDescription(command.description);
  if (isRefusal(description)) return description;
  if (state.length >= webhookEndpointsMax) {
    return refuse('TOO_MANY_WEBHOOKS', `The account has ${webhookEndpointsMax} endpoints; remove some.`);
  }
  const addedAt = new Date(command.at).toISOString();
  const filter = normalFilter(command.filter);
  const data = { accountId, endpointId, url, description, filter, secretId, addedAt };
  return [{ type: 'WebhookEndpointAdded', data }];
}

function changeEndpoint(
  command: ChangeWebhookEndpoint,
  endpoint: WebhookEndpoint,
): readonly WebhookEvent[] | Refusal {
  const url = command.url === undefined ? endpoint.url : checkWebhookUrl(command.url, command.allowsHttp);
  if (isRefusal(url)) return url;
  const description =
    command.description === undefined ? endpoint.description : checkDescription(command.description);
  if (isRefusal(description)) return description;
  const { filter = endpoint.filter, disabled = endpoint.disabled } = command;
  const changes: Omit<WebhookEndpointChanged['data'], 'accountId' | 'endpointId'> = {
    ...(url === endpoint.url ? {} : { url }),
    ...(description === endpoint.description ? {} : { description }),
    ...(sameFilter(filter, endpoint.filter) ? {} : { filter: normalFilter(filter) }),
    // Why it is disabled is told once: nobody needs to disable again what is.
    ...((disabled === null) === (endpoint.disabled === null) ? {} : { disabled }),
  };
  if (Object.keys(changes).length === 0) return [];
  const { accountId, endpointId } = command;
  return [{ type: 'WebhookEndpointChanged', data: { accountId, endpointId, ...changes } }];
}

function rotateSecret(
  { accountId, endpointId, secretId, at, overlapMs }: RotateWebhookSecret,
  { secrets: [newest] }: WebhookEndpoint,
): readonly WebhookEvent[] | Refusal {
  if (newest === undefined) throw new Error('A webhook endpoint without a secret');
  const previousEndsAt = new Date(at + overlapMs).toISOString();
  const data = { accountId, endpointId, secretId, previousSecretId: newest.secretId, previousEndsAt };
  return [{ type: 'WebhookSecretRotated', data }];
}

function checkDescription(given: string | null): string | null | Refusal {
  return checkOptionalText(given, {
    what: 'description',
    code: 'INVALID_COMMENT',
    required: false,
    lengthMax: commentLengthMax,
  });
}
