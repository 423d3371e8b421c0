import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@keyledger/platform';

/** BENCH_DATABASE_URL: an empty database to use instead of an embedded server of its own. */
export async function withDatabase<T>(use: (databaseUrl: string) => Promise<T>): Promise<T> {
  const { BENCH_DATABASE_URL: given } = process.env;
  if (given !== undefined && given !== '') return use(given);
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-bench-'));
  await chmod(directory, 0o755); // as root, the database runs under another account
  const server = await startEmbeddedPostgres({ directory });
  try {
    return await use(server.databaseUrl);
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
    if (!server.home.startsWith(directory)) await rm(server.home, { recursive: true, force: true });
  }
}
