// Builds the console with Vite into dist/console, only when what it is made of has changed since the last time, and lays compressed
// copies beside its files, so that no process compresses anything while it serves.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const configuration = 'apps/console/vite.config.mjs';
const outputFolder = join('dist', 'console');
const recordPath = join('dist', '.console-built-from.json');
/** A file that is smaller fits one packet anyway. */
const compressedBytesMin = 1_000;
/** But for the page itself, which is another one each time it is served. */
const compressible = /\.(js|css|svg|json|txt|map)$/;

const isForSpecs = (path) => /\.spec\.tsx?$/.test(path) || /[/\\]spec-[^/\\]*$/.test(path);
/** It takes the pure rules of the domain besides its own sources. */
const sources = ['apps/console/**/*', 'libs/domain/src/**/*.ts', 'tools/*console*', 'package-lock.json']
  .flatMap((pattern) => globSync(pattern, { exclude: (path) => path.includes('node_modules') }))
  .filter((path) => !isForSpecs(path) && statSync(path).isFile())
  .sort();

const stateNow = JSON.stringify(
  sources.map((path) => {
    const { mtimeMs, size } = statSync(path);
    return [path, mtimeMs, size];
  }),
);
const stateBuilt = existsSync(recordPath) ? readFileSync(recordPath, 'utf8') : null;
const isBuilt = existsSync(join(outputFolder, 'index.html'));

if (stateNow !== stateBuilt || !isBuilt) build();

function build() {
  process.stdout.write('Building the console (only when its sources have changed) ...\n');
  rmSync(recordPath, { force: true }); // an interrupted build is no build
  runVite();
  for (const file of globSync(`${outputFolder}/**/*`)) if (compressible.test(file)) compress(file);
  mkdirSync('dist', { recursive: true });
  writeFileSync(recordPath, stateNow);
}

function runVite() {
  const vite = ['node_modules/vite/bin/vite.js', 'build', '--config', configuration, '--logLevel', 'warn'];
  const { status, error } = spawnSync(process.execPath, vite, { stdio: 'inherit' });
  if (error) process.stderr.write(`The console could not be built: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

function compress(file) {
  const content = readFileSync(file);
  if (content.length < compressedBytesMin) return;
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: quality }));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
}
