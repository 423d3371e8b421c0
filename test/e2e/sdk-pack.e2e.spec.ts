import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Product, makeProductDirectory, spawnProduct, waitFor } from '@keyledger/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const run = promisify(execFile);
const modules = resolve('node_modules');
/** Of the registry's packages, those that the project needs are taken from here: no network. */
const installed = ['crc-32', 'ipaddr.js', 'zod', 'fastify', '@types/node'];

let directory: string;
let project: string;
let product: Product;

beforeAll(async () => {
  directory = await makeProductDirectory();
  project = await mkdtemp(join(tmpdir(), 'keyledger-sdk-project-'));
  product = await spawnProduct({ directory });
  await makeProject();
});

afterAll(async () => {
  await product.stop();
  await rm(directory, { recursive: true, force: true });
  await rm(project, { recursive: true, force: true });
});

async function makeProject(): Promise<void> {
  const { stdout } = await run(process.execPath, ['tools/pack-sdk.mjs', project]);
  const links = Object.fromEntries(installed.map((name) => [name, `file:${join(modules, name)}`]));
  const dependencies = { ...links, '@keyledger/sdk': `file:${stdout.trim()}` };
  const compilerOptions = {
    ...{ target: 'ES2023', module: 'nodenext', strict: true, exactOptionalPropertyTypes: true },
    ...{ types: ['node'], skipLibCheck: false },
  };
  const writeJson = (name: string, value: unknown) => writeFile(join(project, name), JSON.stringify(value));
  await writeJson('package.json', { name: 'customer', private: true, type: 'module', dependencies });
  await writeJson('tsconfig.json', { compilerOptions, files: ['customer.ts'] });
  await copyFile('test/e2e/sdk-project/customer.ts', join(project, 'customer.ts'));
  const quiet = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...quiet], { cwd: project });
}

it('installs, compiles without an error, and does what a customer wants of it', async () => {
  const compiler = join(modules, 'typescript/bin/tsc');
  const compiled = await run(process.execPath, [compiler, '-p', project]).catch((error: unknown) => error);
  expect(compiled).toMatchObject({ stdout: '' });
  const env = { ...process.env, KEYLEDGER_URL: product.baseUrl, ROOT_KEY: product.rootKey ?? '' };
  const { stdout, stderr } = await run(process.execPath, ['customer.js'], { cwd: project, env });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    asked: 'VALID',
    batch: ['VALID', 'MALFORMED_KEY'],
    ready: true,
    before: [200, 'orders:ListOrders'],
    scoped: 403,
    verdict: 'KEY_REVOKED',
    after: 401,
    again: [409, 'KEY_ALREADY_REVOKED'],
  });
});

it('brings nothing but itself, and needs little', async () => {
  const path = join(project, 'node_modules/@keyledger/sdk/package.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, object>;
  expect(Object.keys(manifest['dependencies'] ?? {}).toSorted()).toEqual(['crc-32', 'ipaddr.js', 'zod']);
  expect(manifest['scripts']).toBeUndefined();
});

it('is fed from the read model: the snapshot has the rows of the projector, and no value of a key', async () => {
  const rows = await waitFor(async () => {
    const headers = { authorization: `Bearer ${product.rootKey ?? ''}` };
    const text = await (await fetch(`${product.baseUrl}/v1/snapshot`, { headers })).text();
    return text.includes('"acme"') && text.includes('"revoked"') ? text : null;
  });
  const lines = rows
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; rows?: number });
  expect(lines[0]).toMatchObject({ kind: 'snapshot', accounts: null });
  expect(lines.at(-1)).toEqual({ kind: 'end', rows: lines.length - 2 });
  expect(rows).not.toContain('kl_live_');
});
