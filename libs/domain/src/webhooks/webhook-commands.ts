import type { WebhookDisabledReason } from './webhook-events.js';
import type { WebhookFilter } from './webhook-filter.js';

interface WebhookCommandBase {
  readonly accountId: string;
  readonly endpointId: string;
  /** When the command was received, epoch milliseconds. */
  readonly at: number;
}

export interface AddWebhookEndpoint extends WebhookCommandBase {
  readonly type: 'AddWebhookEndpoint';
  readonly url: string;
  readonly description: string | null;
  readonly filter: WebhookFilter;
  /** Of a secret that has been stored. */
  readonly secretId: string;
  /** As in `checkWebhookUrl`. */
  readonly allowsHttp: boolean;
}

/** What is absent stays; null clears. */
export interface ChangeWebhookEndpoint extends WebhookCommandBase {
  readonly type: 'ChangeWebhookEndpoint';
  readonly url?: string;
  readonly description?: string | null;
  readonly filter?: WebhookFilter;
  /** Null: enable it. */
  readonly disabled?: WebhookDisabledReason | null;
  readonly allowsHttp: boolean;
}

export interface RemoveWebhookEndpoint extends WebhookCommandBase {
  readonly type: 'RemoveWebhookEndpoint';
}

export interface RotateWebhookSecret extends WebhookCommandBase {
  readonly type: 'RotateWebhookSecret';
  /** Of the new one, which has been stored. */
  readonly secretId: string;
  /** For how long the previous one signs as well. */
  readonly overlapMs: number;
}

export type WebhookCommand =
  AddWebhookEndpoint | ChangeWebhookEndpoint | RemoveWebhookEndpoint | RotateWebhookSecret;

export function isWebhookCommand(command: { readonly type: string }): command is WebhookCommand {
  return Object.hasOwn(webhookCommandTypes, command.type);
}

const webhookCommandTypes: Readonly<Record<WebhookCommand['type'], true>> = {
  AddWebhookEndpoint: true,
  ChangeWebhookEndpoint: true,
  RemoveWebhookEndpoint: true,
  RotateWebhookSecret: true,
};
