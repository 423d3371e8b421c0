import { createHash, randomBytes } from 'node:crypto';
import { type SqlMigration, migrate } from '@keyledger/platform';
import pg from 'pg';

/** Migrations by part (`log`, `broker`, `read`, `usage`), in the order in which they are to run. */
export type MigrationsByPart = Readonly<Record<string, readonly SqlMigration[]>>;

export interface TestDatabase {
  readonly url: string;
  /** Ends whatever sessions are left and removes it. */
  drop(): Promise<void>;
}

/** Whoever makes a template or copies one takes turns: a template that is in use cannot be copied. */
const templateLock = 0x74657374; // "test"

/**
 * A database of the caller's own (style rule 21), with these migrations applied. They are applied once per run, to a
 * template, and every call gets a copy of that within some tens of milliseconds.
 */
export async function createTestDatabase(
  options: { readonly migrations?: MigrationsByPart } = {},
): Promise<TestDatabase> {
  const server = await serverUrl();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withSession(server, async (session) => {
    await session.query('SELECT pg_advisory_lock($1)', [templateLock]);
    const template = await ensureTemplate(session, server, options.migrations ?? {});
    await session.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    url: onDatabase(server, name),
    drop: async () =>
      withSession(server, async (session) => {
        await session.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** The run's PostgreSQL, started by the first call (test/jest/global-setup.mjs). */
async function serverUrl(): Promise<string> {
  const { TEST_DATABASE_URL: given, TEST_DATABASE_SERVICE: service } = process.env;
  if (given !== undefined && given !== '') return given;
  if (service === undefined) throw new Error('Tests with a database run under this project’s Jest.');
  const response = await fetch(service);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** A template is complete only under its final name. */
async function ensureTemplate(
  session: pg.Client,
  server: string,
  migrations: MigrationsByPart,
): Promise<string> {
  const digest = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16);
  const template = `template_${digest}`;
  const { rowCount } = await session.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (rowCount !== 0) return template;
  const unfinished = `${template}_unfinished`;
  await session.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await session.query(`CREATE DATABASE ${unfinished} TEMPLATE template0`);
  for (const [part, steps] of Object.entries(migrations)) {
    await migrate(onDatabase(server, unfinished), part, steps);
  }
  await session.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
  return template;
}

async function withSession(server: string, use: (session: pg.Client) => Promise<void>): Promise<void> {
  const session = new pg.Client({ connectionString: server, application_name: 'keyledger tests' });
  await session.connect();
  try {
    await use(session);
  } finally {
    await session.end();
  }
}

function onDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
