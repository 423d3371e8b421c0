import type {
  WebhookEndpointAdded,
  WebhookEndpointChanged,
  WebhookEvent,
  WebhookSecretRotated,
} from './webhook-events.js';
import type { WebhookEndpoint, WebhooksState } from './webhook-state.js';

/** Folds one event of an account's endpoints; events about endpoints that are not there change nothing. */
export function evolveWebhooks(state: WebhooksState, event: WebhookEvent): WebhooksState {
  const { endpointId } = event.data;
  switch (event.type) {
    case 'WebhookEndpointAdded':
      return [...state.filter((endpoint) => endpoint.endpointId !== endpointId), added(event)];
    case 'WebhookEndpointChanged':
      return state.map((endpoint) =>
        endpoint.endpointId === endpointId ? changed(endpoint, event) : endpoint,
      );
    case 'WebhookEndpointRemoved':
      return state.filter((endpoint) => endpoint.endpointId !== endpointId);
    case 'WebhookSecretRotated':
      return state.map((endpoint) =>
        endpoint.endpointId === endpointId ? rotated(endpoint, event) : endpoint,
      );
  }
}

function added({ data }: WebhookEndpointAdded): WebhookEndpoint {
  const { endpointId, url, description, filter, secretId, addedAt } = data;
  const secrets = [{ secretId, endsAt: null }];
  return { endpointId, url, description, filter, disabled: null, secrets, addedAt };
}

function changed(endpoint: WebhookEndpoint, { data }: WebhookEndpointChanged): WebhookEndpoint {
  const { url = endpoint.url, filter = endpoint.filter } = data;
  return {
    ...endpoint,
    url,
    filter,
    description: data.description === undefined ? endpoint.description : data.description,
    disabled: data.disabled === undefined ? endpoint.disabled : data.disabled,
  };
}

/** An overlap that was under way ends: nobody has to know more than two secrets. */
function rotated(endpoint: WebhookEndpoint, { data }: WebhookSecretRotated): WebhookEndpoint {
  const { secretId, previousSecretId, previousEndsAt } = data;
  return {
    ...endpoint,
    secrets: [
      { secretId, endsAt: null },
      { secretId: previousSecretId, endsAt: previousEndsAt },
    ],
  };
}
