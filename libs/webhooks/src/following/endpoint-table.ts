import type { WebhookEndpoint } from '@keyledger/domain';
import type pg from 'pg';

const selectEndpoints = `
SELECT account_id AS "accountId", state FROM webhook.endpoint WHERE account_id = ANY ($1)`;

const upsertEndpoint = `
INSERT INTO webhook.endpoint (endpoint_id, account_id, state, url, enabled) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (endpoint_id) DO UPDATE SET state = excluded.state, url = excluded.url, enabled = excluded.enabled,
  failing_since = CASE WHEN excluded.enabled AND endpoint.enabled AND excluded.url = endpoint.url
    THEN endpoint.failing_since END`;

const deleteEndpoints = `DELETE FROM webhook.endpoint WHERE endpoint_id = ANY ($1)`;
const deleteDeliveries = `DELETE FROM webhook.delivery WHERE endpoint_id = ANY ($1)`;
const deleteSecretsOfEndpoints = `DELETE FROM webhook.secret WHERE endpoint_id = ANY ($1)`;
const deleteSecrets = `DELETE FROM webhook.secret WHERE secret_id = ANY ($1)`;

const insertDeliveries = `
INSERT INTO webhook.delivery (endpoint_id, delivery_id, event_type, key_id, body, status, created_at, due_at)
SELECT endpoint_id, delivery_id, event_type, key_id, body, 'pending', $6, $6
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
  AS made (endpoint_id, delivery_id, event_type, key_id, body)
ON CONFLICT (endpoint_id, delivery_id) DO NOTHING`;

export type EndpointsByAccount = ReadonlyMap<string, readonly WebhookEndpoint[]>;

export interface NewDelivery {
  readonly endpointId: string;
  readonly deliveryId: string;
  readonly eventType: string;
  readonly keyId: string | null;
  readonly body: string;
}

type Client = Pick<pg.ClientBase, 'query'>;

export async function readEndpoints(
  client: Client,
  accountIds: readonly string[],
): Promise<EndpointsByAccount> {
  const { rows } = await client.query<{ accountId: string; state: WebhookEndpoint }>(selectEndpoints, [
    accountIds,
  ]);
  const found = new Map<string, WebhookEndpoint[]>();
  for (const { accountId, state } of rows) {
    const endpoints = found.get(accountId) ?? [];
    endpoints.push(state);
    found.set(accountId, endpoints);
  }
  return found;
}

/** Brings the tables from one state of an account's endpoints to another; what nobody needs any more goes with them. */
export async function writeEndpoints(
  client: Client,
  accountId: string,
  {
    before,
    after,
  }: { readonly before: readonly WebhookEndpoint[]; readonly after: readonly WebhookEndpoint[] },
): Promise<void> {
  for (const endpoint of after) {
    const { endpointId, url, disabled } = endpoint;
    await client.query(upsertEndpoint, [
      endpointId,
      accountId,
      JSON.stringify(endpoint),
      url,
      disabled === null,
    ]);
  }
  const kept = new Set(after.map(({ endpointId }) => endpointId));
  const removed = before.map(({ endpointId }) => endpointId).filter((endpointId) => !kept.has(endpointId));
  if (removed.length > 0) {
    for (const statement of [deleteEndpoints, deleteDeliveries, deleteSecretsOfEndpoints]) {
      await client.query(statement, [removed]);
    }
  }
  const inUse = new Set(after.flatMap(secretIdsOf));
  const dropped = before.flatMap(secretIdsOf).filter((secretId) => !inUse.has(secretId));
  if (dropped.length > 0) await client.query(deleteSecrets, [dropped]);
}

function secretIdsOf({ secrets }: WebhookEndpoint): readonly string[] {
  return secrets.map(({ secretId }) => secretId);
}

export async function insertNewDeliveries(
  client: Client,
  deliveries: readonly NewDelivery[],
  now: number,
): Promise<void> {
  if (deliveries.length === 0) return;
  await client.query(insertDeliveries, [
    deliveries.map(({ endpointId }) => endpointId),
    deliveries.map(({ deliveryId }) => deliveryId),
    deliveries.map(({ eventType }) => eventType),
    deliveries.map(({ keyId }) => keyId),
    deliveries.map(({ body }) => body),
    new Date(now),
  ]);
}
