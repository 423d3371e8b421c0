// node tools/kafka/run.mjs [--port 9092] [--data DIRECTORY] [--secure] [--resolve]
//
// Runs one Kafka until SIGINT or SIGTERM. Prints one line of JSON when it answers: {"url":"kafka://…","pid":…}, the pid
// being the server's own. Without --data its log is deleted at the end; --resolve only downloads. --secure adds a
// listener with TLS and SASL, and to the line where it is and with which password: {…,"secure":{"address":"127.0.0.1:…",…}}.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveKafka, startKafka } from './kafka.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    data: { type: 'string' },
    secure: { type: 'boolean', default: false },
    resolve: { type: 'boolean', default: false },
  },
});

if (values.resolve) resolveKafka();
else await serve(Number(values.port), values.data ?? mkdtempSync(join(tmpdir(), 'keyledger-kafka-')));

async function serve(port, dataDirectory) {
  const kafka = await startKafka({ port, dataDirectory, secure: values.secure });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void kafka.stop());
  process.stdout.write(`${JSON.stringify({ url: kafka.url, pid: kafka.pid, secure: kafka.secure })}\n`);
  process.exitCode = (await kafka.exited) === null ? 1 : 0; // null: killed by a signal that was not ours
  if (!values.data) rmSync(dataDirectory, { recursive: true, force: true });
}
