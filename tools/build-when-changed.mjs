// Builds only what has changed since the last build, so that a warm start costs no compiler run, and leaves no output
// behind whose source is gone: stale JavaScript must neither run nor be found by a test.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const outputFolder = 'dist';
const recordPath = join(outputFolder, '.built-from.json');
const compilerState = join(outputFolder, '.tsbuildinfo');
const sourceFolders = '{apps,libs,test,bench,examples}';
const settings = ['package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];

/** The console is built by Vite. */
const isForBrowser = (path) => path.startsWith(join('apps', 'console'));
const isModule = (path) => path.includes('node_modules');
/** As tsconfig.build.json leaves them out. */
const isForSpecs = (path) => path.endsWith('.spec.ts') || /\/spec-[^/]*\.ts$/.test(path);
const sources = globSync(`${sourceFolders}/**/*.ts`, { exclude: isModule })
  .filter((path) => !isForSpecs(path) && !isForBrowser(path) && !path.endsWith('.d.ts'))
  .sort();
const outputOf = (source) => join(outputFolder, source.replace(/\.ts$/, '.js'));

const stateNow = JSON.stringify(
  [...sources, ...settings].map((path) => {
    const { mtimeMs, size } = statSync(path);
    return [path, mtimeMs, size];
  }),
);
const stateBuilt = existsSync(recordPath) ? readFileSync(recordPath, 'utf8') : null;
const missing = () => sources.filter((source) => !existsSync(outputOf(source)));

if (stateNow !== stateBuilt || missing().length > 0) build();
await import('./build-console.mjs'); // which looks by itself whether there is anything to do

function build() {
  process.stdout.write('Building (only when sources have changed) ...\n');
  rmSync(recordPath, { force: true }); // an interrupted build is no build
  removeStaleOutputs();
  if (missing().length > 0) rmSync(compilerState, { force: true }); // else the compiler believes they are there
  compile();
  mkdirSync(outputFolder, { recursive: true });
  writeFileSync(recordPath, stateNow);
}

function removeStaleOutputs() {
  const expected = new Set(sources.map(outputOf));
  for (const output of globSync(`${outputFolder}/${sourceFolders}/**/*.js`)) {
    if (expected.has(output)) continue;
    for (const path of [output, `${output}.map`]) rmSync(path, { force: true });
  }
}

function compile() {
  const compiler = ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'all-in-one'];
  const { status, error } = spawnSync(process.execPath, compiler, { stdio: 'inherit' });
  if (error) process.stderr.write(`The build could not be run: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}
