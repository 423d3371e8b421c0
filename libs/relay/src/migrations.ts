import type { SqlMigration } from '@keyledger/platform';

const forgettableKeys = `
CREATE SCHEMA IF NOT EXISTS relay;

-- Keys whose state will not matter any more, and from when on their record may be taken off the topic.
CREATE TABLE relay.forgettable_key (
  key_id       text PRIMARY KEY,
  forget_after timestamptz NOT NULL
);

CREATE INDEX forgettable_key_by_time ON relay.forgettable_key (forget_after);
`;

/** Part `relay` of `migrate`. */
export const relayMigrations: readonly SqlMigration[] = [
  { number: 1, name: 'ForgettableKeys', sql: forgettableKeys },
];
