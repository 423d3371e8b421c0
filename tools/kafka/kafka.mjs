// One real Apache Kafka on this machine, for tests: resolved once by Maven (version pinned in pom.xml), then run as a
// combined KRaft broker and controller that listens on loopback alone.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const toolFolder = dirname(fileURLToPath(import.meta.url));
const pomPath = join(toolFolder, 'pom.xml');
const cacheFolder = join(dirname(dirname(toolFolder)), 'node_modules', '.cache', 'keyledger-kafka');

const address = '127.0.0.1';
/** Always the same one, so that a log can be started on again. */
const clusterId = Buffer.from('KeyledgerTests01').toString('base64url');
const heapMegabytes = 512;
const startMsMax = 60_000;
const stopMsMax = 20_000;

/** The class path of the pinned server. Downloads it the first time, and again only when pom.xml has changed. */
export function resolveKafka() {
  const pinned = createHash('sha256').update(readFileSync(pomPath)).digest('hex').slice(0, 16);
  const folder = join(cacheFolder, pinned);
  const complete = join(folder, '.complete'); // an interrupted download is no download
  if (!existsSync(complete)) {
    rmSync(folder, { recursive: true, force: true });
    run('mvn', ['-q', '-B', '-f', pomPath, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`]);
    writeFileSync(complete, '');
  }
  return join(folder, '*');
}

/**
 * Starts a broker on `port` (0: a free one) that keeps its log in `dataDirectory`, which is formatted if it is empty.
 * Resolves when it answers, with `{ url, port, pid, exited, stop }`.
 */
export async function startKafka({ port = 0, dataDirectory }) {
  const classPath = resolveKafka();
  const chosen = port === 0 ? await freePort() : port;
  const settings = configure(dataDirectory, chosen, await freePort());
  java(classPath, [
    'kafka.tools.StorageTool',
    'format',
    '-t',
    clusterId,
    '-c',
    settings,
    '--ignore-formatted',
  ]);

  const server = spawn('java', [...javaOptions(classPath), 'kafka.Kafka', settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => server.once('exit', resolve));
  await started(server, exited);
  return {
    url: `kafka://${address}:${chosen}`,
    port: chosen,
    pid: server.pid,
    exited,
    stop: async () => {
      server.kill('SIGTERM');
      const timer = setTimeout(() => server.kill('SIGKILL'), stopMsMax);
      await exited;
      clearTimeout(timer);
    },
  };
}

function configure(dataDirectory, port, controllerPort) {
  mkdirSync(dataDirectory, { recursive: true });
  const listeners = `PLAINTEXT://${address}:${port}`;
  const path = join(dataDirectory, 'server.properties');
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${address}:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `${listeners},CONTROLLER://${address}:${controllerPort}`,
    'advertised.listeners': listeners,
    'log.dirs': join(dataDirectory, 'log'),
    // Nobody may be saved by a topic that made itself.
    'auto.create.topics.enable': false,
    // One broker has no replicas to give.
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    // Tests form hundreds of groups: none should wait three seconds for members that do not come.
    'group.initial.rebalance.delay.ms': 0,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(path, lines.join(''));
  return path;
}

function started(server, exited) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      server.kill('SIGKILL');
      reject(new Error(`Kafka has not started within ${startMsMax} ms.`));
    }, startMsMax);
    createInterface({ input: server.stdout }).on('line', (line) => {
      if (!line.includes('Kafka Server started')) return;
      clearTimeout(timer);
      resolve();
    });
    server.once('error', reject);
    void exited.then((code) => {
      clearTimeout(timer);
      reject(new Error(`Kafka ended with code ${code} before it had started.`));
    });
  });
}

function javaOptions(classPath) {
  const logging = `-Dlog4j2.configurationFile=${join(toolFolder, 'log4j2.properties')}`;
  return [`-Xmx${heapMegabytes}m`, '-XX:+UseSerialGC', logging, '-cp', classPath];
}

function java(classPath, commandLine) {
  run('java', [...javaOptions(classPath), ...commandLine]);
}

function run(command, commandLine) {
  const { status, error, stdout, stderr } = spawnSync(command, commandLine, { encoding: 'utf8' });
  if (error) throw new Error(`${command} could not be run: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ended with code ${status}:\n${stdout}${stderr}`);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, resolve);
  });
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
