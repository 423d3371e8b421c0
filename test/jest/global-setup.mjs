// One PostgreSQL for the whole run, started when the first test asks for a database: a run of unit tests pays nothing.
// TEST_DATABASE_URL names one that already runs, with the right to create databases.
import { createServer } from 'node:http';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './typescript-resolution.mjs';

/** A test run has nothing to lose in a power cut, and several products at once, of six processes some of them. */
const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '400' };

export default async function globalSetup() {
  if (process.env.TEST_DATABASE_URL) return;
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-test-'));
  await chmod(directory, 0o755); // as root, the server runs under another account
  let starting = null;
  const start = async () => {
    const { startEmbeddedPostgres } =
      await import('../../libs/platform/src/embedded-postgres/embedded-postgres.ts');
    return startEmbeddedPostgres({ directory, settings });
  };
  const server = createServer(async (_request, response) => {
    starting ??= start();
    const [status, text] = await starting.then(
      (postgres) => [200, postgres.databaseUrl],
      (error) => [500, error.message],
    );
    // Each answer on a connection of its own: a kept one may be closed just when a busy test asks again.
    response.writeHead(status, { connection: 'close' }).end(text);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.TEST_DATABASE_SERVICE = `http://127.0.0.1:${server.address().port}`;
  globalThis.testDatabaseService = { server, directory, started: () => starting };
}
