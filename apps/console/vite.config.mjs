import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { boundFirstLoad } from '../../tools/console-first-load.mjs';
import { requireStyles } from '../../tools/console-styles.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../../dist/console', import.meta.url));
const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));

/** These make the entries: what they import is grouped, they themselves are not. */
const isNoEntry = (id) => !/\/(index\.html|main\.tsx|signed-in\.tsx)/.test(id);
/** HTTP/1.1 fetches six files at a time: so few files, but no page brings much that it does not use. */
const chunkGroups = [
  { name: 'start', tags: ['$initial'], priority: 2, test: isNoEntry },
  { name: 'common', minShareCount: 3, priority: 1, test: isNoEntry },
];

export default defineConfig({
  root,
  plugins: [react(), boundFirstLoad(outDir), requireStyles(outDir)],
  html: { cspNonce: '__STYLE_NONCE__' }, // command-api puts another one there each time
  resolve: { alias: { '@keyledger/domain': fromHere('../../libs/domain/src/index.ts') } },
  server: { proxy: { '/v1': process.env.KEYLEDGER_URL ?? 'http://127.0.0.1:8080' } },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0, // the Content-Security-Policy lets no data: URL in
    modulePreload: { polyfill: false },
    manifest: 'manifest.json', // what the bounds on the first load are held against
    chunkSizeWarningLimit: Infinity, // those bounds are ours
    rolldownOptions: {
      output: { codeSplitting: { groups: chunkGroups } },
      treeshake: { moduleSideEffects: [{ test: /\/libs\/domain\//, sideEffects: false }] },
    },
  },
});
