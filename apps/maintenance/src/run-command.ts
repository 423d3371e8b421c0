import {
  type Config,
  StartupError,
  createLogger,
  isError,
  loadConfig,
  maskSecrets,
} from '@keyledger/platform';
import type { Logger } from 'pino';

export interface CommandContext {
  readonly config: Config;
  readonly logger: Logger;
  /** What follows the command's name. */
  readonly args: readonly string[];
  /** How long a server that is not there (yet) is waited for. */
  readonly waitMsMax: number;
  /** Aborted by SIGINT and SIGTERM: the command ends at its next step. */
  readonly signal: AbortSignal;
  /** One line on stdout, for the person who runs it. */
  readonly say: (line: string) => void;
}

const waitMsMax = 10_000;

/**
 * The whole of a command's `main`, for what an operator runs once. What it cannot do is a StartupError: one line on
 * stderr, and exit code 1.
 */
export async function runCommand(
  name: string,
  run: (context: CommandContext) => Promise<void>,
): Promise<never> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  try {
    // The command itself says what there is to know; LOG_LEVEL shows more.
    const config = loadConfig({ LOG_LEVEL: 'error', ...process.env });
    const logger = createLogger(config).child({ app: name });
    const say = (line: string) => void process.stdout.write(`${line}\n`);
    const args = process.argv.slice(2);
    await run({ config, logger, args, waitMsMax, signal: stopping.signal, say });
    process.exit(0);
  } catch (error) {
    const line = stopping.signal.aborted ? 'interrupted' : lineOf(error);
    process.stderr.write(maskSecrets(`${name}: ${line}\n`));
    process.exit(1);
  }
}

function lineOf(error: unknown): string {
  const message = isError(error) ? error.message : String(error);
  return error instanceof StartupError ? message : (message.split('\n')[0] ?? '');
}
