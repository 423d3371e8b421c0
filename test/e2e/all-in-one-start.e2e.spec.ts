import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type Server, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Product,
  type ProductOptions,
  type ProductProcess,
  createTestDatabase,
  spawnProduct,
  spawnProductProcess,
  waitFor,
} from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

let folder: string;
let directory: string;
const products: ProductProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-start-'));
  await chmod(folder, 0o755); // as root, the database runs under another account
  directory = join(folder, 'data');
});

afterEach(async () => {
  for (const product of products.splice(0)) {
    if (product.process.exitCode === null && product.process.signalCode === null) await product.stop();
    expect(product.output.text()).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m); // a stack trace
  }
  await rm(folder, { recursive: true, force: true });
});

async function start(options: Partial<ProductOptions> = {}): Promise<Product> {
  const product = await spawnProduct({ directory, ...options });
  products.push(product);
  return product;
}

/** Starts what is not to come up; resolves when it has ended. */
async function failedStart(
  options: Partial<ProductOptions> = {},
): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  const product = spawnProductProcess({ directory, ...options });
  products.push(product);
  const code = await product.exited;
  return { code, lines: product.output.text().trimEnd().split('\n') };
}

const headersOf = (rootKey: string | null): Record<string, string> => ({
  authorization: `Bearer ${rootKey ?? ''}`,
  'content-type': 'application/json',
});

async function openAccount(baseUrl: string, rootKey: string | null, slug: string): Promise<number> {
  const body = JSON.stringify({ name: slug, slug });
  const response = await fetch(`${baseUrl}/v1/accounts`, {
    method: 'POST',
    headers: headersOf(rootKey),
    body,
  });
  return response.status;
}

async function accountStatus(baseUrl: string, rootKey: string | null, slug: string): Promise<number> {
  const response = await fetch(`${baseUrl}/v1/accounts/${slug}`, { headers: headersOf(rootKey) });
  return response.status;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a start', () => {
  it('is ready when it says so, and shows the root key at the first start alone', async () => {
    const first = await start();
    expect((await fetch(`${first.baseUrl}/readyz`)).status).toBe(200);
    expect(first.rootKey).toMatch(/^kl_live_[0-9A-Za-z]+$/);
    expect(await openAccount(first.baseUrl, first.rootKey, 'acme')).toBe(201);
    expect(await first.stop()).toBe(0);

    const second = await start();
    expect(second.rootKey).toBeNull();
    expect(second.output.text()).not.toContain(first.rootKey ?? 'none');
    expect(await accountStatus(second.baseUrl, first.rootKey, 'acme')).toBe(200);
  });

  const itWithShell =
    spawnSync('sh', ['-c', 'command -v curl && command -v bash']).status === 0 ? it : it.skip;

  itWithShell('shows three commands that work when pasted in order', async () => {
    const product = await start();
    const commands = product.output
      .text()
      .split('\n')
      .filter((line) => /^ {2}(export|curl) /.test(line));
    const shell = spawnSync('bash', ['-e', '-c', commands.join('\n')], { encoding: 'utf8' });
    expect(shell.status).toBe(0);
    const answers = shell.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(answers).toEqual([
      expect.objectContaining({ account: expect.objectContaining({ id: 'acme' }) }),
      expect.objectContaining({ valid: true, code: 'VALID', account: 'acme', scope: 'exports:Create' }),
    ]);
  });

  it('takes the root key that is configured, and does not show it', async () => {
    const first = await start();
    await first.stop();
    const rootKey = first.rootKey ?? '';
    const other = await start({ directory: join(folder, 'other'), env: { KEYLEDGER_ROOT_KEY: rootKey } });
    expect(await openAccount(other.baseUrl, rootKey, 'acme')).toBe(201);
    expect(other.output.text()).not.toContain(rootKey);
  });

  it('uses the database that DATABASE_URL names, and starts none', async () => {
    const database = await createTestDatabase();
    const product = await start({ env: { DATABASE_URL: database.url } });
    expect(await openAccount(product.baseUrl, product.rootKey, 'acme')).toBe(201);
    await expect(readFile(join(directory, 'postgres.log'))).rejects.toThrow('ENOENT');
    expect(await product.stop()).toBe(0);
    await database.drop();
  });
});

describe('a stop', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s is clean, with exit code 0, and leaves no server',
    async (signal) => {
      const product = await start();
      expect(await product.stop(signal)).toBe(0);
      expect(await readFile(join(directory, 'postgres.log'), 'utf8')).toMatch(
        /database system is shut down\n$/,
      );
    },
  );

  it('by SIGINT while it still starts is clean too', async () => {
    const product = spawnProductProcess({ directory });
    products.push(product);
    await waitFor(() => readFile(join(directory, 'postgres.log')), { what: 'the database to start' });
    expect(await product.stop('SIGINT')).toBe(0);
    expect(product.output.text()).not.toContain('ready on');
  });

  it('by Ctrl-C in a terminal, which reaches the whole process group, is in order', async () => {
    const product = await start({ ownGroup: true });
    process.kill(-(product.process.pid ?? Number.NaN), 'SIGINT');
    expect(await product.exited).toBe(0);
    expect(product.output.text()).not.toMatch(/"level":"(warn|error|fatal)"/); // as if its database had gone first
  });

  it('by Ctrl-C under npm, which arrives twice, is in order', async () => {
    const product = await start();
    for (let signals = 0; signals < 2; signals++) product.process.kill('SIGINT');
    expect(await product.exited).toBe(0);
    const log = await readFile(join(directory, 'postgres.log'), 'utf8');
    expect(log).toMatch(/database system is shut down\n$/);
    expect(log).not.toContain('received immediate shutdown request');
  });

  it('by a second Ctrl-C does not wait, and leaves no server either', async () => {
    const product = await start();
    const port = Number((await serverFile())[3]);
    const unfinished = connect(Number(new URL(product.baseUrl).port), '127.0.0.1');
    unfinished.on('error', () => undefined);
    unfinished.write(
      'POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n',
    );
    await once(unfinished, 'data'); // the server has it, and waits for the body
    const ended = (): boolean => product.process.exitCode !== null;
    await waitFor(() => !product.process.kill('SIGINT') || ended(), { what: 'the process to end' });
    expect(await product.exited).toBe(1);
    unfinished.destroy();
    await waitFor(async () => !(await accepts(port)), { what: 'the database to end' });
  });

  it('of its database by somebody else ends it with exit code 1 and one line that says so', async () => {
    const product = await start();
    const server = Number((await serverFile())[0]);
    process.kill(server, 'SIGQUIT');
    expect(await product.exited).toBe(1);
    expect(product.output.text()).toContain('The database ended unexpectedly');
    products.splice(products.indexOf(product), 1); // a crash is logged with its stack
  });
});

/** The lines of a server's file: its pid first, its port fourth. */
async function serverFile(): Promise<readonly string[]> {
  const file = await readFile(join(directory, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  return file.split('\n');
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const accepted = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return accepted;
}

describe('after SIGKILL', () => {
  it('the next start stops the server that was left and finds what was acknowledged', async () => {
    const killed = await start();
    expect(await openAccount(killed.baseUrl, killed.rootKey, 'acme')).toBe(201);
    await killed.kill();

    const next = await start();
    expect(await accountStatus(next.baseUrl, killed.rootKey, 'acme')).toBe(200);
    expect(await next.stop()).toBe(0);
  });
});

/** Root may read everything, so as root this is tried under another account, if that can run the product at all. */
function ordinaryAccount(): number | undefined {
  const nobody = 65_534;
  if (process.getuid?.() !== 0) return undefined;
  const probe = spawnSync(process.execPath, ['--version'], { uid: nobody, gid: nobody });
  return probe.status === 0 ? nobody : undefined;
}

describe('a start that cannot work is one line and exit code 1:', () => {
  it('a port that is taken', async () => {
    const other = createServer();
    const port = await listen(other);
    const { code, lines } = await failedStart({ env: { PORT: String(port) } });
    other.close();
    expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining(`port ${port}`)] });
  });

  it('a data directory in use, and the instance that uses it goes on', async () => {
    const product = await start();
    const { code, lines } = await failedStart();
    expect({ code, lines }).toEqual({
      code: 1,
      lines: [expect.stringContaining('in use by another instance')],
    });
    expect((await fetch(`${product.baseUrl}/readyz`)).status).toBe(200);
  });

  it('a file in the place of the data directory', async () => {
    await writeFile(directory, '');
    const { code, lines } = await failedStart();
    expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining(directory)] });
  });

  const itWithPermissions = ordinaryAccount() === undefined && process.getuid?.() === 0 ? it.skip : it;

  itWithPermissions('a data directory that cannot be read', async () => {
    const account = ordinaryAccount();
    await mkdir(directory);
    await chmod(directory, 0o000);
    if (account !== undefined) await chown(directory, account, account);
    const { code, lines } = await failedStart({ account });
    await chmod(directory, 0o700);
    expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining('permission denied')] });
  });

  it.each([
    ['a malformed setting', { STALENESS_MAX_MS: 'soon' }, 'STALENESS_MAX_MS'],
    ['an unknown setting', { KEYLEDGER_DATADIR: '/x' }, 'KEYLEDGER_DATADIR'],
    ['a root key that is none', { KEYLEDGER_ROOT_KEY: 'kl_live_nonsense' }, 'KEYLEDGER_ROOT_KEY'],
    ['an address that is not ours', { HOST: '192.0.2.1' }, '192.0.2.1'],
  ])('%s', async (_what, env, named) => {
    const { code, lines } = await failedStart({ env });
    expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining(named)] });
    expect(lines.join()).not.toContain('nonsense');
  });

  it('a database that turns us away', async () => {
    const database = await createTestDatabase();
    const wrong = new URL(database.url);
    wrong.password = 'not-the-password';
    const { code, lines } = await failedStart({ env: { DATABASE_URL: wrong.toString() } });
    await database.drop();
    expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining('DATABASE_URL')] });
    expect(lines.join()).not.toContain('not-the-password');
  });
});
