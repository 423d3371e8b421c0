// How much a browser loads before the console shows anything, compressed. Fails the build over the bound.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const firstLoadBytesMax = 250_000;

/** Files of the entry and of what it imports statically, in alphabetical order. */
export function firstLoad(manifest) {
  const seen = new Set();
  const files = new Set();
  const visit = (id) => {
    if (seen.has(id)) return;
    seen.add(id);
    const { file, css = [], imports = [] } = manifest[id];
    for (const path of [file, ...css]) files.add(path);
    imports.forEach(visit);
  };
  Object.keys(manifest)
    .filter((id) => manifest[id].isEntry)
    .forEach(visit);
  return [...files].sort();
}

/** A Vite plugin: the bound holds for whoever builds. */
export function boundFirstLoad(folder) {
  return {
    name: 'bound-first-load',
    apply: 'build',
    closeBundle() {
      const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
      const bytes = firstLoad(manifest).reduce((sum, file) => sum + compressedBytes(join(folder, file)), 0);
      const told = `The console's first load is ${bytes} bytes compressed (at most ${firstLoadBytesMax}).\n`;
      process.stdout.write(told);
      if (bytes > firstLoadBytesMax) throw new Error(told);
    },
  };
}

function compressedBytes(path) {
  return brotliCompressSync(readFileSync(path)).length;
}
