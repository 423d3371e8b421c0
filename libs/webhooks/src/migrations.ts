import type { SqlMigration } from '@keyledger/platform';

const createWebhooks = `
CREATE SCHEMA webhook;

-- Nothing in here signs anything without the key that the secrets are sealed with, which is not in the database.
CREATE TABLE webhook.secret (
  secret_id   text        PRIMARY KEY,
  endpoint_id text        NOT NULL,
  sealed      bytea       NOT NULL,
  created_at  timestamptz NOT NULL
);
COMMENT ON TABLE webhook.secret IS 'Secrets of webhook endpoints, sealed with AES-256-GCM.';

-- Folded from the log by the follower that also makes the deliveries, so an event meets the endpoints as they were.
CREATE TABLE webhook.endpoint (
  endpoint_id   text    PRIMARY KEY,
  account_id    text    NOT NULL,
  state         jsonb   NOT NULL,
  url           text    NOT NULL,
  enabled       boolean NOT NULL,
  -- Written by whoever delivers: since when nothing has arrived; null: the last delivery did.
  failing_since timestamptz
);
CREATE INDEX endpoint_by_account ON webhook.endpoint (account_id);

CREATE TABLE webhook.delivery (
  number           bigint      GENERATED ALWAYS AS IDENTITY,
  endpoint_id      text        NOT NULL,
  delivery_id      text        NOT NULL,
  event_type       text        NOT NULL,
  key_id           text,
  body             text        NOT NULL,
  status           text        NOT NULL CHECK (status IN ('pending', 'delivered', 'dead')),
  attempts         integer     NOT NULL DEFAULT 0,
  created_at       timestamptz NOT NULL,
  due_at           timestamptz NOT NULL,
  lease            uuid,
  leased_until     timestamptz,
  last_attempt_at  timestamptz,
  last_status      integer,
  last_error       text,
  last_response    text,
  PRIMARY KEY (endpoint_id, delivery_id)
);
CREATE INDEX delivery_due ON webhook.delivery (endpoint_id, due_at, number) WHERE status = 'pending';
CREATE INDEX delivery_by_number ON webhook.delivery (endpoint_id, number);
CREATE INDEX delivery_dead ON webhook.delivery (endpoint_id, number) WHERE status = 'dead';
CREATE INDEX delivery_by_age ON webhook.delivery (created_at);
`;

/** Part `webhook`. Append only: a released migration is never edited. */
export const webhookMigrations: readonly SqlMigration[] = [
  { number: 1, name: 'Webhooks', sql: createWebhooks },
];
