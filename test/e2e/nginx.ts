import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectOutput, waitFor } from '@keyledger/testing';
import { describe, it } from '@jest/globals';

/** Debian's is in no ordinary user's PATH. */
const program = ['nginx', '/usr/sbin/nginx'].find((each) => spawnSync(each, ['-v']).status === 0);

/** Skips, and says so, where there is no nginx. */
export function describeOnNginx(title: string, suite: () => void): void {
  if (program !== undefined) {
    describe(title, suite);
    return;
  }
  process.stderr.write(`NOT tested, for there is no nginx: ${title}\n`);
  describe(title, () => {
    it.skip('was NOT tested: install nginx (Debian: apt-get install nginx-light)', () => undefined);
  });
}

/** What a customer would write into the example. */
export interface ExampleSettings {
  /** Each `http://host:port`. */
  readonly keyledgerUrl: string;
  readonly apiUrl: string;
  readonly account: string;
  /** Media type of the refusals. */
  readonly refusalType: string;
}

export interface RunningNginx {
  readonly url: string;
  accessLog(): Promise<string>;
  stop(): Promise<void>;
}

/** nginx with `examples/nginx/orders.conf`, changed only where it says that one has to. */
export async function startExample(settings: ExampleSettings): Promise<RunningNginx> {
  if (program === undefined) throw new Error('There is no nginx.');
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-nginx-'));
  const [port, accessLog] = [await freePort(), join(directory, 'access.log')];
  const example = await readFile('examples/nginx/orders.conf', 'utf8');
  const site = replaceEach(example, {
    'server 127.0.0.1:8080;': `server ${new URL(settings.keyledgerUrl).host};`,
    'server 127.0.0.1:3000;': `server ${new URL(settings.apiUrl).host};`,
    'listen 127.0.0.1:8088;': `listen 127.0.0.1:${port};`,
    '/v1/authorize/acme?': `/v1/authorize/${settings.account}?`,
    'default_type application/problem+json;': `default_type ${settings.refusalType};`,
    '/var/log/nginx/orders.log': accessLog,
  });
  await writeFile(join(directory, 'nginx.conf'), configurationOf(directory, site));
  const child = spawn(program, ['-p', directory, '-e', 'stderr', '-c', join(directory, 'nginx.conf')]);
  const output = collectOutput(child);
  const ended = once(child, 'close');
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  const listens = () => fetch(url).then(Boolean, () => child.exitCode !== null);
  await waitFor(listens, { what: 'nginx to listen' });
  if (child.exitCode !== null) {
    await stop();
    throw new Error(`nginx ended:\n${output.text()}`);
  }
  return { url, accessLog: () => readFile(accessLog, 'utf8'), stop };
}

/** One process that needs no rights and writes into its own folder. */
function configurationOf(directory: string, site: string): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(directory, name)};`,
  );
  return `
    daemon off;
    master_process off;
    pid ${join(directory, 'pid')};
    error_log stderr;
    events {}
    http {
      ${paths.join('\n')}
      ${site}
    }`;
}

/** Every text has to be there, and once: else the example says something else than its comments. */
function replaceEach(text: string, replacements: Readonly<Record<string, string>>): string {
  let replaced = text;
  for (const [from, to] of Object.entries(replacements)) {
    if (replaced.split(from).length !== 2) throw new Error(`The example has not exactly one ${from}`);
    replaced = replaced.replace(from, () => to);
  }
  return replaced;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
