import { hostname } from 'node:os';
import type { Config } from './config.js';

/** Where only one process can be at a time: `host:port`, with the pid where several share the port. */
export function processPlace({ port, reusePort }: Pick<Config, 'port' | 'reusePort'>): string {
  const isShared = port === 0 || reusePort;
  return isShared ? `${hostname()}:${port}#${process.pid}` : `${hostname()}:${port}`;
}
