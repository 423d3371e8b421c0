import type { SqlMigration } from '@keyledger/platform';

const createSession = `
CREATE SCHEMA session;

-- Whoever reads this table cannot sign in with what is in it: the id of a session is kept as its SHA-256 alone.
CREATE TABLE session.session (
  id_digest  bytea       PRIMARY KEY CHECK (length(id_digest) = 32),
  key_id     text        NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL
);

COMMENT ON TABLE session.session IS 'Browsers that an admin has signed in with a key.';

CREATE INDEX session_by_key ON session.session (key_id, seen_at DESC);
CREATE INDEX session_by_seen ON session.session (seen_at);
`;

/** Part `session`. Append only: a released migration is never edited. */
export const sessionMigrations: readonly SqlMigration[] = [
  { number: 1, name: 'Sessions', sql: createSession },
];
