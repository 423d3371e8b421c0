import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const indexFile = 'index.html';

/** `dist/console`, beside `dist/apps`. */
export const builtConsole = fileURLToPath(new URL('../../../../console', import.meta.url));

const compressed = /\.(br|gz)$/;

/** Paths of what there is to serve, as they are asked for; null: the console has not been built there. */
export function consoleFiles(directory: string): ReadonlySet<string> | null {
  if (!existsSync(join(directory, indexFile))) return null;
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !compressed.test(entry.name))
    .map(({ parentPath, name }) => relative(directory, join(parentPath, name)).split(sep).join('/'));
  return new Set(paths);
}
