// One real Apache Kafka on this machine, for tests: resolved once by Maven (version pinned in pom.xml), then run as a
// combined KRaft broker and controller that listens on loopback alone.
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
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
/** Behind the secure listener. */
const user = 'keyledger';
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
 * With `secure` it listens at one more port, for TLS and SASL alone (PLAIN and SCRAM-SHA-512), under a certificate that
 * it has signed itself. Resolves when it answers, with `{ url, secure, port, pid, exited, stop }`; `secure` is undefined
 * or `{ address, user, password, authorityFile }`.
 */
export async function startKafka({ port = 0, dataDirectory, secure = false }) {
  const classPath = resolveKafka();
  const chosen = port === 0 ? await freePort() : port;
  mkdirSync(dataDirectory, { recursive: true });
  const door = secure ? makeSecureDoor(dataDirectory, await freePort()) : undefined;
  const settings = configure(dataDirectory, chosen, await freePort(), door);
  const format = ['format', '-t', clusterId, '-c', settings, '--ignore-formatted'];
  const credentials = door ? ['--add-scram', `SCRAM-SHA-512=[name=${user},password=${door.password}]`] : [];
  java(classPath, ['kafka.tools.StorageTool', ...format, ...credentials]);

  const server = spawn('java', [...javaOptions(classPath), 'kafka.Kafka', settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => server.once('exit', resolve));
  await started(server, exited);
  return {
    url: `kafka://${address}:${chosen}`,
    secure: door && {
      ...{ address: `${address}:${door.port}`, user, password: door.password },
      authorityFile: door.authorityFile,
    },
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

/** A key pair and a password for this one server. */
function makeSecureDoor(dataDirectory, port) {
  const [keyStore, authorityFile] = ['server.p12', 'authority.pem'].map((name) => join(dataDirectory, name));
  const password = randomBytes(12).toString('hex');
  const store = ['-alias', 'kafka', '-keystore', keyStore, '-storetype', 'PKCS12', '-storepass', password];
  const name = ['-dname', 'CN=kafka', '-ext', `SAN=ip:${address}`, '-validity', '2'];
  run('keytool', ['-genkeypair', '-keyalg', 'EC', ...name, ...store]);
  run('keytool', ['-exportcert', '-rfc', '-file', authorityFile, ...store]);
  return { port, password, keyStore, authorityFile };
}

function securitySettings({ password, keyStore }) {
  const modules = 'org.apache.kafka.common.security';
  return {
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512',
    'listener.name.sasl_ssl.plain.sasl.jaas.config': `${modules}.plain.PlainLoginModule required user_${user}="${password}";`,
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': `${modules}.scram.ScramLoginModule required;`,
    'ssl.keystore.location': keyStore,
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.password': password,
    'ssl.key.password': password,
  };
}

function configure(dataDirectory, port, controllerPort, door) {
  const secureListener = door ? `,SASL_SSL://${address}:${door.port}` : '';
  const listeners = `PLAINTEXT://${address}:${port}${secureListener}`;
  const path = join(dataDirectory, 'server.properties');
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${address}:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL',
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
    ...(door ? securitySettings(door) : {}),
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
