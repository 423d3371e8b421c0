// Packs libs/sdk with the pure libraries that it stands on as the npm package @keyledger/sdk:
// `node tools/pack-sdk.mjs FOLDER` leaves the archive in the folder and prints its path.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [target] = process.argv.slice(2);
if (target === undefined) {
  process.stderr.write('Usage: node tools/pack-sdk.mjs FOLDER\n');
  process.exit(1);
}

const destination = resolve(target);
const folder = mkdtempSync(join(tmpdir(), 'keyledger-sdk-'));
try {
  compile();
  resolveAliases();
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  cpSync(join(root, 'docs/sdk.md'), join(folder, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--pack-destination', destination], folder),
  );
  process.stdout.write(`${join(destination, filename)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

function compile() {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  run(
    process.execPath,
    [compiler, '-p', join(root, 'libs/sdk/tsconfig.package.json'), '--outDir', folder],
    root,
  );
  // Only types of the contracts are used; their JavaScript would need more packages.
  for (const path of globSync(join(folder, 'libs/contracts/**/*.js'))) rmSync(path);
}

/** `@keyledger/domain` is a path of this repository, so it becomes one of the package. */
function resolveAliases() {
  for (const path of globSync(join(folder, 'libs/**/*.{js,d.ts}'))) {
    const text = readFileSync(path, 'utf8');
    const toLib = (_, quote, lib) => {
      const from = relative(dirname(path), join(folder, 'libs', lib, 'src/index.js'));
      return quote + (from.startsWith('.') ? from : `./${from}`) + quote;
    };
    writeFileSync(path, text.replace(/(['"])@keyledger\/([a-z-]+)\1/g, toLib));
  }
}

function manifest() {
  const { version, license, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const entry = (name) => ({ types: `./libs/sdk/src/${name}.d.ts`, default: `./libs/sdk/src/${name}.js` });
  const pick = (...names) => Object.fromEntries(names.map((name) => [name, dependencies[name]]));
  const frameworks = pick('@nestjs/common', '@nestjs/core', 'fastify');
  return {
    ...{ name: '@keyledger/sdk', version, license, type: 'module' },
    description: 'Client, guards and local verifier for Keyledger',
    engines: { node: '>=22' },
    exports: {
      '.': entry('index'),
      './nest': entry('nest'),
      './fastify': entry('fastify'),
      './express': entry('express'),
    },
    // zod: the types of requests and answers are told by it.
    dependencies: pick('crc-32', 'ipaddr.js', 'zod'),
    peerDependencies: frameworks,
    peerDependenciesMeta: Object.fromEntries(
      Object.keys(frameworks).map((name) => [name, { optional: true }]),
    ),
  };
}

function run(command, parameters, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${command} ${parameters[0]} failed: ${error?.message ?? stdout + stderr}`);
}
