import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

const endOfCommand = '--- end of command ---\n';

/** One shell that keeps its variables and functions from command to command, as a reader's terminal does. */
export class Shell {
  private readonly bash: ChildProcessByStdio<Writable, Readable, null>;
  private printed = '';

  constructor(env: Readonly<Record<string, string>>) {
    this.bash = spawn('bash', [], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
    this.bash.stdout.setEncoding('utf8').on('data', (text: string) => (this.printed += text));
  }

  /** Resolves with what the command printed, without the last line break. */
  async run(command: string): Promise<string> {
    this.bash.stdin.write(`${command}\nprintf -- '${endOfCommand.replace('\n', '\\n')}'\n`);
    while (!this.printed.endsWith(endOfCommand)) await once(this.bash.stdout, 'data');
    const printed = this.printed.slice(0, -endOfCommand.length);
    this.printed = '';
    return printed.trimEnd();
  }

  async close(): Promise<void> {
    this.bash.stdin.end();
    await once(this.bash, 'close');
  }
}
