import type { SqlMigration } from '@keyledger/platform';
import { rollupsMigration } from './rollup-migration.js';
import { weeksMigration } from './weeks-migration.js';
import { accountNetworksMigration } from '../detection/account-networks-migration.js';
import { detectionMigration } from '../detection/detection-migration.js';

const tables = `
CREATE SCHEMA IF NOT EXISTS usage;

-- The most recent request of each key, accepted and refused. Key ids are not checked against any other table: a row for
-- an id that nobody knows is harmless, and nobody asks for it.
CREATE TABLE usage.last_used (
  key_id         text        PRIMARY KEY,
  time           timestamptz NOT NULL,
  operation      text,
  client_address text,
  code           text        NOT NULL,
  producer       text        NOT NULL,
  sequence       bigint      NOT NULL
);

CREATE TABLE usage.last_refused (LIKE usage.last_used INCLUDING ALL);

-- operation '': none was asked about. '(other)': beyond the bound on operations.
CREATE TABLE usage.request_count_hourly (
  key_id    text        NOT NULL,
  hour      timestamptz NOT NULL,
  code      text        NOT NULL,
  operation text        NOT NULL,
  requests  bigint      NOT NULL CHECK (requests > 0),
  PRIMARY KEY (key_id, hour, code, operation)
) WITH (fillfactor = 80);

-- How far each partition has been counted: moves in the transaction that counts.
CREATE TABLE usage.consumer_offset (
  topic       text    NOT NULL,
  partition   integer NOT NULL,
  group_name  text    NOT NULL,
  next_offset bigint  NOT NULL,
  PRIMARY KEY (topic, partition, group_name)
) WITH (fillfactor = 50);

-- The last event counted of each producer, so that one that was published twice is counted once.
CREATE TABLE usage.producer_sequence (
  topic         text        NOT NULL,
  partition     integer     NOT NULL,
  group_name    text        NOT NULL,
  producer      text        NOT NULL,
  last_sequence bigint      NOT NULL,
  seen_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, partition, group_name, producer)
) WITH (fillfactor = 50);
`;

const networkCounts = `
-- network '': not known. '(other)': beyond the bound on networks. Requests that were counted before this table came are not
-- in it.
CREATE TABLE usage.network_count_hourly (
  key_id   text        NOT NULL,
  hour     timestamptz NOT NULL,
  code     text        NOT NULL,
  network  text        NOT NULL,
  requests bigint      NOT NULL CHECK (requests > 0),
  PRIMARY KEY (key_id, hour, code, network)
) WITH (fillfactor = 80);
`;

/** Part `usage`. Append only: a released migration is never edited. */
export const usageMigrations: readonly SqlMigration[] = [
  { number: 1, name: 'KeyUsage', sql: tables },
  { number: 2, name: 'NetworkCounts', sql: networkCounts },
  rollupsMigration,
  detectionMigration,
  weeksMigration,
  accountNetworksMigration,
];
