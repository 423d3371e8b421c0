/** Injection tokens of what every process has; the event log and the broker have theirs beside their ports. */
export const CONFIG = Symbol('Config');
export const CLOCK = Symbol('Clock');
export const IDS = Symbol('Ids');
/** pino's `Logger`, with redaction on. */
export const LOGGER = Symbol('Logger');
/** `pg.Pool` on DATABASE_URL. */
export const POOL = Symbol('Pool');
/** prom-client `Registry`; each part registers its own metrics on it. */
export const METRICS = Symbol('Metrics');
/** `HealthRegistry`: each part registers what `/readyz` must ask it. */
export const HEALTH = Symbol('HealthRegistry');
