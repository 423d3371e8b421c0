/** The channel that `log.append` notifies on. */
export const wakeChannel = 'keyledger_log';

/** How `log.append` is told what is not a revision. */
export const wantedRevision = { noStream: -1, any: -2 } as const;

/** Named, so that each session parses and plans it once; one round trip and one transaction. */
export const appendEvents = {
  name: 'log.append',
  text: 'SELECT last_position, last_revision FROM log.append($1, $2, $3, $4, $5, $6)',
} as const;

const eventColumns = 'position, stream, revision, id, type, data, metadata';

/** In the order of revisions, through the unique index. */
export const readStreamEvents = {
  name: 'log.readStream',
  text: `SELECT ${eventColumns} FROM log.event WHERE stream = $1 AND revision >= $2 ORDER BY revision`,
} as const;

/** Nothing below a visible position can appear later (see `log.append`), so `position > $1` misses nothing. */
export const readAllEvents = {
  name: 'log.readAll',
  text: `SELECT ${eventColumns} FROM log.event WHERE position > $1 ORDER BY position LIMIT $2`,
} as const;

export const readEventAt = {
  name: 'log.readAt',
  text: `SELECT ${eventColumns} FROM log.event WHERE position = $1`,
} as const;

export const anyEventAfter = {
  name: 'log.anyEventAfter',
  text: 'SELECT EXISTS (SELECT FROM log.event WHERE position > $1) AS found',
} as const;

export const lastPosition = {
  name: 'log.lastPosition',
  text: 'SELECT coalesce(max(position), 0) AS position FROM log.event',
} as const;

/** A session that draws positions in advance would use them late: older positions would appear after newer ones. */
export const positionCache = `
SELECT seqcache AS cache FROM pg_sequence
 WHERE seqrelid = pg_get_serial_sequence('log.event', 'position')::regclass`;
