// Builds only when a source file is newer than the last build, so that a warm start costs no compiler run.
import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';

const sources = globSync(['{apps,libs,test,bench,examples}/**/*.ts', '*.json', 'nest-cli.json'], {
  exclude: (path) => path.includes('node_modules'),
});
const modifiedMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const builtMs = modifiedMs('dist/.tsbuildinfo');

if (sources.some((path) => modifiedMs(path) > builtMs)) {
  process.stdout.write('Building (only when sources have changed) ...\n');
  execFileSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'all-in-one'], {
    stdio: 'inherit',
  });
}
