import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type CollectedOutput, collectOutput } from '@keyledger/testing';

export interface RunningCommand {
  readonly output: CollectedOutput;
  /** The exit code, when it has ended and all its output has been read; null: by a signal. */
  readonly exited: Promise<number | null>;
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
}

/** Starts one of the operator's commands, as its npm script does, on the build that is there. */
export function startCommand(
  command: 'migrate-log' | 'embedded-database' | 'reset-read-models-command' | 'forget-broker',
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  const main = join(process.cwd(), 'dist', 'apps', 'maintenance', 'src', `${command}.js`);
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    output: collectOutput(child),
    exited: once(child, 'close').then(([code]) => code as number | null),
    signal: (name) => void child.kill(name),
  };
}

export interface CommandResult {
  readonly code: number | null;
  /** Both streams. */
  readonly text: string;
}

export async function runCommand(...command: Parameters<typeof startCommand>): Promise<CommandResult> {
  const { exited, output } = startCommand(...command);
  return { code: await exited, text: output.text() };
}
