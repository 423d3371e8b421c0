import { createRequire } from 'node:module';
import { pino } from 'pino';
import type { PrettyOptions } from 'pino-pretty';
import type { Config } from '../config/config.js';
import { maskRecord } from './mask-secrets.js';

/**
 * JSON lines on stderr (stdout belongs to what the product says to people), readable lines when stderr is a
 * terminal. Each line is masked as the last thing before it is written, so that no path leads around it.
 */
export function createLogger(
  { logLevel }: Pick<Config, 'logLevel'>,
  destination: pino.DestinationStream = standardError(),
): pino.Logger {
  return pino(
    {
      level: logLevel,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: maskRecord },
    },
    destination,
  );
}

const standardErrorDescriptor = 2;

/** Synchronous: the last line before an exit is the one that matters. */
function standardError(): pino.DestinationStream {
  const pretty = process.stderr.isTTY ? loadPretty() : undefined;
  return pretty
    ? pretty({ destination: standardErrorDescriptor, sync: true, ignore: 'pid' })
    : pino.destination({ fd: standardErrorDescriptor, sync: true });
}

type Pretty = (options: PrettyOptions) => pino.DestinationStream;

/** pino-pretty comes with development only; without it, lines stay JSON. */
function loadPretty(): Pretty | undefined {
  try {
    return createRequire(import.meta.url)('pino-pretty') as Pretty;
  } catch {
    return undefined;
  }
}
