import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { boundFirstLoad } from '../../tools/console-first-load.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../../dist/console', import.meta.url));
const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root,
  plugins: [react(), boundFirstLoad(outDir)],
  resolve: { alias: { '@keyledger/domain': fromHere('../../libs/domain/src/index.ts') } },
  server: { proxy: { '/v1': process.env.KEYLEDGER_URL ?? 'http://127.0.0.1:8080' } },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0, // the Content-Security-Policy lets no data: URL in
    modulePreload: { polyfill: false },
    manifest: 'manifest.json', // what the spec of the size of the first load reads
    rolldownOptions: {
      treeshake: { moduleSideEffects: [{ test: /\/libs\/domain\//, sideEffects: false }] },
    },
  },
});
