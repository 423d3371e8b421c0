import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { isError } from '../is-error.js';

/** What Nest itself says while it starts is of interest to its debuggers only. */
const chattyContexts = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'NestMicroservice',
  'RouterExplorer',
  'RoutesResolver',
]);

/** Nest also rethrows what this context logs: whoever started the application reports it. */
const rethrowingContext = 'ExceptionHandler';

/** Nest's own messages, and those of `new Logger(context)`, in our log. The last string parameter is the context. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...parameters: unknown[]): void {
    const { context } = split(parameters);
    this.write(chattyContexts.has(context ?? '') ? 'debug' : 'info', message, parameters);
  }

  error(message: unknown, ...parameters: unknown[]): void {
    const { context } = split(parameters);
    this.write(context === rethrowingContext ? 'debug' : 'error', message, parameters);
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.write('warn', message, parameters);
  }

  debug(message: unknown, ...parameters: unknown[]): void {
    this.write('debug', message, parameters);
  }

  verbose(message: unknown, ...parameters: unknown[]): void {
    this.write('trace', message, parameters);
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.write('fatal', message, parameters);
  }

  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    parameters: readonly unknown[],
  ): void {
    const { context, rest } = split(parameters);
    const fields = { ...(context && { context }), ...(rest.length > 0 && { details: rest }) };
    if (isError(message)) this.logger[level]({ ...fields, err: message }, message.message);
    else if (typeof message === 'string') this.logger[level](fields, message);
    else this.logger[level]({ ...fields, data: message });
  }
}

function split(parameters: readonly unknown[]): { context?: string; rest: readonly unknown[] } {
  const last = parameters.at(-1);
  if (typeof last !== 'string') return { rest: parameters.filter((value) => value !== undefined) };
  return { context: last, rest: parameters.slice(0, -1).filter((value) => value !== undefined) };
}
