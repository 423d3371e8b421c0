import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty folder for one product; readable, since as root its database runs under another account. */
export async function makeProductDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-product-'));
  await chmod(directory, 0o755);
  return directory;
}
