import type { SqlMigration } from '@keyledger/platform';

const createFleet = `
CREATE SCHEMA fleet;

CREATE TABLE fleet.verifier (
  id               uuid PRIMARY KEY,
  name             text NOT NULL,
  staleness_max_ms integer NOT NULL,
  registered_at    timestamptz NOT NULL,
  leased_until     timestamptz NOT NULL,
  position         bigint NOT NULL,
  reported_at      timestamptz NOT NULL,
  reports          bigint NOT NULL DEFAULT 0,
  left_at          timestamptz
);

COMMENT ON TABLE fleet.verifier IS 'Processes that give verdicts, each under the id of one registration.';

-- The last reports of each, a ring: what a verifier has reported longest ago makes room.
CREATE TABLE fleet.report (
  verifier_id uuid NOT NULL REFERENCES fleet.verifier ON DELETE CASCADE,
  slot        integer NOT NULL,
  position    bigint NOT NULL,
  reported_at timestamptz NOT NULL,
  PRIMARY KEY (verifier_id, slot)
);

CREATE INDEX report_by_position ON fleet.report (verifier_id, position);

-- When changes were accepted that somebody awaited the arrival of.
CREATE TABLE fleet.acceptance (
  position    bigint PRIMARY KEY,
  accepted_at timestamptz NOT NULL
);

CREATE INDEX acceptance_by_time ON fleet.acceptance (accepted_at);

/* May be repeated with the same id. Durable when it answers: whoever reads from then on knows of the verifier. */
CREATE FUNCTION fleet.register(
  wanted_id uuid, wanted_name text, staleness integer, applied bigint, lease_ms integer, kept_ms bigint
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  now timestamptz := clock_timestamp();
BEGIN
  DELETE FROM fleet.verifier v
  WHERE coalesce(v.left_at, v.leased_until) < now - kept_ms * interval '1 millisecond';

  -- A name is a place: nobody else can be there, so whoever had it and has no lease any more has ended.
  UPDATE fleet.verifier v SET left_at = now
  WHERE v.name = wanted_name AND v.id <> wanted_id AND v.left_at IS NULL AND v.leased_until < now;

  INSERT INTO fleet.verifier AS v (id, name, staleness_max_ms, registered_at, leased_until, position, reported_at)
  VALUES (wanted_id, wanted_name, staleness, now, now + lease_ms * interval '1 millisecond', applied, now)
  ON CONFLICT (id) DO UPDATE SET leased_until = excluded.leased_until, reported_at = now;

  INSERT INTO fleet.report (verifier_id, slot, position, reported_at)
  VALUES (wanted_id, 0, applied, now) ON CONFLICT DO NOTHING;

  PERFORM pg_notify('keyledger_fleet', '');
END
$$;

/* Renews the lease and reports what has been applied. False: there is no such verifier, or it has left. */
CREATE FUNCTION fleet.renew(
  wanted_id uuid, applied bigint, lease_ms integer, reports_max integer
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  now timestamptz := clock_timestamp();
  was fleet.verifier%ROWTYPE;
BEGIN
  -- A report that is lost with the server's memory is made again; waiting for the disk would delay every one of them.
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT * INTO was FROM fleet.verifier v WHERE v.id = wanted_id AND v.left_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  UPDATE fleet.verifier v
  SET leased_until = now + lease_ms * interval '1 millisecond', reported_at = now,
    position = greatest(was.position, applied), reports = was.reports + (applied > was.position)::integer
  WHERE v.id = wanted_id;

  IF applied > was.position THEN
    INSERT INTO fleet.report AS r (verifier_id, slot, position, reported_at)
    VALUES (wanted_id, (was.reports + 1) % reports_max, applied, now)
    ON CONFLICT (verifier_id, slot) DO UPDATE SET position = excluded.position, reported_at = excluded.reported_at;
    PERFORM pg_notify('keyledger_fleet', '');
  END IF;
  RETURN true;
END
$$;
`;

const succeedPredecessors = `
/* Renews the lease and reports what has been applied. False: there is no such verifier, or it has left. */
CREATE OR REPLACE FUNCTION fleet.renew(
  wanted_id uuid, applied bigint, lease_ms integer, reports_max integer
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  now timestamptz := clock_timestamp();
  was fleet.verifier%ROWTYPE;
BEGIN
  -- A report that is lost with the server's memory is made again; waiting for the disk would delay every one of them.
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT * INTO was FROM fleet.verifier v WHERE v.id = wanted_id AND v.left_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  UPDATE fleet.verifier v
  SET leased_until = now + lease_ms * interval '1 millisecond', reported_at = now,
    position = greatest(was.position, applied), reports = was.reports + (applied > was.position)::integer
  WHERE v.id = wanted_id;

  -- Whoever was here before may have had a lease still when its successor registered.
  UPDATE fleet.verifier v SET left_at = now
  WHERE v.name = was.name AND v.registered_at < was.registered_at AND v.left_at IS NULL AND v.leased_until < now;

  IF applied > was.position THEN
    INSERT INTO fleet.report AS r (verifier_id, slot, position, reported_at)
    VALUES (wanted_id, (was.reports + 1) % reports_max, applied, now)
    ON CONFLICT (verifier_id, slot) DO UPDATE SET position = excluded.position, reported_at = excluded.reported_at;
    PERFORM pg_notify('keyledger_fleet', '');
  END IF;
  RETURN true;
END
$$;
`;

const noteStaleChoice = `
-- Whether a verifier that hears nothing refuses what the change forbids, once its staleness bound has passed.
ALTER TABLE fleet.acceptance ADD COLUMN refused_when_stale boolean NOT NULL DEFAULT false;
`;

const createLimitCounters = `
-- What is taken of the limits of keys: by requests, or by shares that verifiers hold. Whoever settles claims locks the rows.
CREATE TABLE fleet.limit_counter (
  key_id      text NOT NULL,
  counter     text NOT NULL,
  state       jsonb,
  -- From then on the row says no more than none would; null: never.
  forget_from timestamptz,
  PRIMARY KEY (key_id, counter)
);

CREATE INDEX limit_counter_by_end ON fleet.limit_counter (forget_from);
`;

const admitLocalVerifiers = `
ALTER TABLE fleet.verifier
  ADD COLUMN kind text NOT NULL DEFAULT 'verifier',
  -- How long it counts after its lease has ended.
  ADD COLUMN remembered_ms bigint NOT NULL DEFAULT 86400000,
  -- Id of the service key that a local verifier came with.
  ADD COLUMN caller text;

CREATE INDEX verifier_by_caller ON fleet.verifier (caller) WHERE caller IS NOT NULL;

/* As fleet.register, for a local verifier. False: the caller has as many as it may, or the id is not its own. */
CREATE FUNCTION fleet.register_local(
  wanted_id uuid, wanted_name text, staleness integer, applied bigint, lease_ms integer, kept bigint,
  wanted_caller text, caller_max integer
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  now timestamptz;
BEGIN
  -- Or two could be the last that there is room for.
  PERFORM pg_advisory_xact_lock(hashtext('fleet.register_local'), hashtext(wanted_caller));
  now := clock_timestamp();

  DELETE FROM fleet.verifier v
  WHERE v.caller = wanted_caller AND coalesce(v.left_at, v.leased_until) < now - v.remembered_ms * interval '1 millisecond';

  UPDATE fleet.verifier v SET left_at = now
  WHERE v.name = wanted_name AND v.id <> wanted_id AND v.left_at IS NULL AND v.leased_until < now;

  UPDATE fleet.verifier v SET leased_until = now + lease_ms * interval '1 millisecond', reported_at = now
  WHERE v.id = wanted_id AND v.caller = wanted_caller AND v.left_at IS NULL;
  IF FOUND THEN
    RETURN true;
  END IF;

  IF (SELECT count(*) FROM fleet.verifier v WHERE v.caller = wanted_caller AND v.left_at IS NULL) >= caller_max THEN
    RETURN false;
  END IF;

  INSERT INTO fleet.verifier
    (id, name, kind, caller, remembered_ms, staleness_max_ms, registered_at, leased_until, position, reported_at)
  VALUES (wanted_id, wanted_name, 'local', wanted_caller, kept, staleness,
    now, now + lease_ms * interval '1 millisecond', applied, now)
  ON CONFLICT (id) DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  INSERT INTO fleet.report (verifier_id, slot, position, reported_at) VALUES (wanted_id, 0, applied, now);
  PERFORM pg_notify('keyledger_fleet', '');
  RETURN true;
END
$$;
`;

/** Part `fleet` of `migrate`. */
export const fleetMigrations: readonly SqlMigration[] = [
  { number: 1, name: 'CreateFleet', sql: createFleet },
  { number: 2, name: 'SucceedPredecessors', sql: succeedPredecessors },
  { number: 3, name: 'NoteStaleChoice', sql: noteStaleChoice },
  { number: 4, name: 'CreateLimitCounters', sql: createLimitCounters },
  { number: 5, name: 'AdmitLocalVerifiers', sql: admitLocalVerifiers },
];
