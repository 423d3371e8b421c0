import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';
import { type Config, StartupError } from '@keyledger/platform';

export type ListenAddress = Pick<Config, 'host' | 'port'> & Partial<Pick<Config, 'reusePort'>>;

/**
 * Fails early, before anything is started that would have to be undone, where PORT is taken or HOST is not ours.
 * The real `listen` may still fail, if rarely, and is put into words by `listenFailure` as well.
 *
 * @throws StartupError
 */
export async function assertCanListen(address: ListenAddress): Promise<void> {
  const host = await resolveHost(address.host);
  // The kernel would hand connections to the probe that others are there to serve.
  if (address.reusePort === true) return;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject).listen({ host, port: address.port }, resolve);
    });
    await new Promise<void>((resolve) => probe.close(() => resolve()));
  } catch (error) {
    throw listenFailure(error, address);
  }
}

/** One address, since Fastify would listen twice for `localhost`. */
export async function resolveHost(host: string): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (error) {
    throw new StartupError(`HOST ${host} cannot be resolved to an address`, { cause: error });
  }
}

/** Puts a failed `listen` into words; anything else is returned as it is. */
export function listenFailure(error: unknown, { host, port }: ListenAddress): unknown {
  switch ((error as { code?: unknown }).code) {
    case 'EADDRINUSE':
      return new StartupError(`port ${port} on ${host} is taken: set PORT`, { cause: error });
    case 'EACCES':
      return new StartupError(`port ${port} on ${host} is not for ordinary users: set PORT to 1024 or more`, {
        cause: error,
      });
    case 'EADDRNOTAVAIL':
      return new StartupError(`${host} is not an address of this machine: set HOST`, { cause: error });
    case 'ENOTSUP':
      return new StartupError('LISTEN_REUSE_PORT: this system cannot share a port; leave it out', {
        cause: error,
      });
    default:
      return error;
  }
}
