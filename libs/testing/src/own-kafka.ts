import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Its listener with TLS and SASL. */
export interface SecureKafka {
  /** `host:port`. */
  readonly address: string;
  readonly user: string;
  readonly password: string;
  /** PEM. */
  readonly authorityFile: string;
}

interface RunningKafka {
  readonly runner: ChildProcess;
  readonly exited: Promise<unknown>;
  /** Of the server itself. */
  readonly pid: number;
  /** Where it was asked for. */
  readonly secure?: SecureKafka;
}

/** For tests that take a Kafka away: a server of their own, which keeps its address and its log. */
export class OwnKafka {
  private constructor(
    private readonly dataDirectory: string,
    /** `host:port`. */
    readonly address: string,
    private running: RunningKafka,
  ) {}

  /** `port` 0: a free one. `secure`: with a listener for TLS and SASL besides. */
  static async start({ port = 0, secure = false } = {}): Promise<OwnKafka> {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'keyledger-own-kafka-'));
    const commandLine = ['--data', dataDirectory, '--port', String(port), ...(secure ? ['--secure'] : [])];
    const { url, ...running } = await run(commandLine);
    return new OwnKafka(dataDirectory, url.replace('kafka://', ''), running);
  }

  get secure(): SecureKafka {
    if (this.running.secure === undefined) throw new Error('It was not started with `secure`.');
    return this.running.secure;
  }

  /** As when the machine's power fails, but for what the operating system still writes. */
  async kill(): Promise<void> {
    process.kill(this.running.pid, 'SIGKILL');
    await this.running.exited;
  }

  async restart(): Promise<void> {
    const port = this.address.slice(this.address.lastIndexOf(':') + 1);
    this.running = await run(['--data', this.dataDirectory, '--port', port]);
  }

  async stop(): Promise<void> {
    this.running.runner.kill('SIGTERM');
    await this.running.exited;
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }
}

async function run(commandLine: readonly string[]): Promise<RunningKafka & { readonly url: string }> {
  const runner = spawn(process.execPath, ['tools/kafka/run.mjs', ...commandLine], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(runner, 'exit');
  const [line] = (await Promise.race([
    once(createInterface({ input: runner.stdout }), 'line'),
    exited.then(() => {
      throw new Error('Kafka could not be started: run node tools/kafka/run.mjs to see why.');
    }),
  ])) as [string];
  const said = JSON.parse(line) as Pick<RunningKafka, 'pid' | 'secure'> & { readonly url: string };
  return { runner, exited, ...said };
}
