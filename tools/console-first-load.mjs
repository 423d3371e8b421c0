// How much a browser fetches before the console shows anything, compressed, and in how many files. Fails the build over the bounds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/** The first is for everybody; the other comes on top of it for those who have signed in, without the page that they open. */
const loads = [
  { name: 'the sign-in page', entries: ['index.html'], bytesMax: 175_000, filesMax: 8 },
  {
    name: 'what is around every page, sign-in page included',
    entries: ['index.html', 'src/signed-in.tsx'],
    bytesMax: 245_000,
    filesMax: 20,
  },
];

/** Files of the entries and of what they import statically, each once, in alphabetical order. */
export function filesLoaded(manifest, entries) {
  const seen = new Set();
  const files = new Set();
  const visit = (id) => {
    if (seen.has(id)) return;
    seen.add(id);
    const { file, css = [], imports = [] } = manifest[id];
    for (const path of [file, ...css]) files.add(path);
    imports.forEach(visit);
  };
  entries.forEach(visit);
  return [...files].sort();
}

/** What is beyond its bound; empty: nothing. */
export function beyondBounds({ bytes, files }, { bytesMax, filesMax }) {
  return [
    ...(bytes > bytesMax ? [`${bytes} bytes are more than ${bytesMax}`] : []),
    ...(files > filesMax ? [`${files} files are more than ${filesMax}`] : []),
  ];
}

/** A Vite plugin: the bounds hold for whoever builds. */
export function boundFirstLoad(folder) {
  return {
    name: 'bound-first-load',
    apply: 'build',
    closeBundle() {
      const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
      for (const load of loads) holdToBounds(folder, manifest, load);
    },
  };
}

function holdToBounds(folder, manifest, load) {
  const files = filesLoaded(manifest, load.entries);
  const bytes = files.reduce((sum, file) => sum + compressedBytes(join(folder, file)), 0);
  process.stdout.write(
    `The console loads for ${load.name}: ${bytes} bytes compressed, ${files.length} files.\n`,
  );
  const beyond = beyondBounds({ bytes, files: files.length }, load);
  if (beyond.length > 0)
    throw new Error(`The console loads too much for ${load.name}: ${beyond.join(', ')}.`);
}

function compressedBytes(path) {
  return brotliCompressSync(readFileSync(path)).length;
}
