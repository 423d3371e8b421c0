import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** As seen from `dist/bench`. */
const runner = fileURLToPath(new URL('../../tools/kafka/run.mjs', import.meta.url));

/** KAFKA_URL: a cluster to use instead of a server of its own. `addresses` are `host:port`. */
export async function withKafka<T>(use: (addresses: readonly string[]) => Promise<T>): Promise<T> {
  const { KAFKA_URL: given } = process.env;
  if (given !== undefined && given !== '') return use(addressesOf(given));
  const server = spawn(process.execPath, [runner], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(server, 'exit');
  try {
    return await use(addressesOf(await startedUrl(server, exited)));
  } finally {
    server.kill('SIGTERM');
    await exited;
  }
}

function addressesOf(url: string): readonly string[] {
  return url.replace('kafka://', '').split(',');
}

async function startedUrl(server: ChildProcess, exited: Promise<unknown>): Promise<string> {
  if (server.stdout === null) throw new Error('The server has no output.');
  const failed = exited.then(() => {
    throw new Error(
      'No Kafka could be started (it needs Java and Maven): see above, or name one by KAFKA_URL=kafka://host:port.',
    );
  });
  failed.catch(() => undefined); // it ends when it is told to
  const [line] = (await Promise.race([once(createInterface({ input: server.stdout }), 'line'), failed])) as [
    string,
  ];
  return (JSON.parse(line) as { url: string }).url;
}
