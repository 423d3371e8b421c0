// node tools/kafka/run.mjs [--port 9092] [--data DIRECTORY] [--resolve]
//
// Runs one Kafka until SIGINT or SIGTERM. Prints one line of JSON when it answers: {"url":"kafka://…","pid":…}, the pid
// being the server's own. Without --data its log is deleted at the end; --resolve only downloads.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveKafka, startKafka } from './kafka.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    data: { type: 'string' },
    resolve: { type: 'boolean', default: false },
  },
});

if (values.resolve) resolveKafka();
else await serve(Number(values.port), values.data ?? mkdtempSync(join(tmpdir(), 'keyledger-kafka-')));

async function serve(port, dataDirectory) {
  const kafka = await startKafka({ port, dataDirectory });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void kafka.stop());
  process.stdout.write(`${JSON.stringify({ url: kafka.url, pid: kafka.pid })}\n`);
  process.exitCode = (await kafka.exited) === null ? 1 : 0; // null: killed by a signal that was not ours
  if (!values.data) rmSync(dataDirectory, { recursive: true, force: true });
}
