import {
  type Config,
  type Environment,
  StartupError,
  createLogger,
  isError,
  loadConfig,
  maskSecrets,
} from '@keyledger/platform';
import type { Logger } from 'pino';
import { onceForEachKeystroke } from './keystroke.js';
import { assertCanListen } from './listen-address.js';

/** What a process is to the operating system; tests bring their own. */
export interface ProcessPort {
  /** SIGINT and SIGTERM. */
  onSignal(handler: (signal: string) => void): void;
  onUncaughtError(handler: (error: unknown) => void): void;
  /** One line for people, on stderr. */
  writeError(line: string): void;
  exit(code: number): void;
}

export interface ProcessOptions {
  /** Default: the process's own. */
  readonly env?: Environment;
  readonly port?: ProcessPort;
}

export interface StartContext {
  readonly config: Config;
  readonly logger: Logger;
  /** Aborted when the process is told to stop while it still starts. */
  readonly signal: AbortSignal;
}

export interface Stoppable {
  readonly stop: () => Promise<void>;
}

/** A process that has not stopped by then is ended; requests in flight have their own, shorter bound. */
export const stopMsMax = 20_000;

/**
 * The life of every process: configuration, `start`, then SIGINT or SIGTERM: `stop`, exit code 0. The second signal
 * ends it at once with 1. What keeps it from starting is one line on stderr, and exit code 1.
 */
export async function runProcess(
  name: string,
  start: (context: StartContext) => Promise<Stoppable>,
  { env = process.env, port = thisProcess }: ProcessOptions = {},
): Promise<void> {
  const life = new ProcessLife(name, port);
  port.onSignal((signal) => life.stopOn(signal));
  port.onUncaughtError((error) => life.crash(error));
  await life.start(env, start);
}

class ProcessLife {
  private readonly stopping = new AbortController();
  private logger: Logger | undefined;
  private running: Stoppable | undefined;
  private late: NodeJS.Timeout | undefined;
  private exited = false;

  constructor(
    private readonly name: string,
    private readonly port: ProcessPort,
  ) {}

  async start(env: Environment, start: (context: StartContext) => Promise<Stoppable>): Promise<void> {
    try {
      const config = loadConfig(env);
      this.logger = createLogger(config).child({ app: this.name });
      await assertCanListen(config);
      this.running = await start({ config, logger: this.logger, signal: this.stopping.signal });
    } catch (error) {
      if (!this.stopping.signal.aborted) this.reportFailedStart(error);
      this.exit(this.stopping.signal.aborted ? 0 : 1);
      return;
    }
    if (this.stopping.signal.aborted) await this.stop(0);
  }

  /** The first signal stops in order, also in the middle of the start; the second does not wait. */
  stopOn(signal: string): void {
    if (this.stopping.signal.aborted) {
      this.exit(1);
      return;
    }
    this.logger?.info({ signal }, 'stopping');
    this.stopping.abort();
    if (this.running) void this.stop(0);
  }

  /** Nobody knows what state a bug leaves behind: end, but give back what others would miss. */
  crash(error: unknown): void {
    if (this.logger) this.logger.fatal({ err: error }, 'uncaught error');
    else this.reportFailedStart(error);
    if (this.stopping.signal.aborted || !this.running) {
      this.exit(1);
      return;
    }
    this.stopping.abort();
    void this.stop(1);
  }

  private async stop(code: number): Promise<void> {
    this.late = setTimeout(() => {
      this.port.writeError(`keyledger ${this.name}: has not stopped within ${stopMsMax / 1_000} s`);
      this.exit(1);
    }, stopMsMax);
    try {
      await this.running?.stop();
      this.exit(code);
    } catch (error) {
      this.logger?.error({ err: error }, 'could not stop in order');
      this.exit(1);
    }
  }

  private reportFailedStart(error: unknown): void {
    const message = isError(error) ? error.message : String(error);
    if (error instanceof StartupError) {
      for (const line of message.split('\n')) this.writeLine(line);
      return;
    }
    this.logger?.debug({ err: error }, 'failed to start');
    this.writeLine(`cannot start: ${message.split('\n')[0] ?? ''} (LOG_LEVEL=debug shows where)`);
  }

  private writeLine(text: string): void {
    this.port.writeError(maskSecrets(`keyledger ${this.name}: ${text}`));
  }

  private exit(code: number): void {
    if (this.exited) return;
    this.exited = true;
    clearTimeout(this.late);
    this.port.exit(code);
  }
}

/** This process, as a person at a terminal uses it under `npm start`. */
const thisProcess: ProcessPort = {
  onSignal: (handler) => {
    const heard = onceForEachKeystroke(handler, () => performance.now());
    process.on('SIGINT', heard);
    process.on('SIGTERM', heard);
  },
  onUncaughtError: (handler) => process.on('uncaughtException', handler),
  writeError: (line) => process.stderr.write(`${line}\n`),
  exit: (code) => process.exit(code),
};
