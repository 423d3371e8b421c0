import type { Config } from '@keyledger/platform';
import type { Logger } from 'pino';
import { Spool } from './spool/spool.js';

/**
 * Null: the usual place cannot be written to, and nobody has asked for another; then requests wait in memory alone.
 *
 * @throws StartupError where somebody has asked for a place that cannot be written to
 */
export async function openSpool(
  { requestSpool: { directory, isRequired, bytesMax } }: Pick<Config, 'requestSpool'>,
  producer: string,
  logger: Logger,
): Promise<Spool | null> {
  const onError = (error: unknown): void => logger.warn({ err: error }, 'the request spool is in disorder');
  try {
    return await Spool.open({ root: directory, name: producer, bytesMax, onError });
  } catch (error) {
    if (isRequired) throw error;
    logger.warn(
      { err: error },
      'recorded requests are kept in memory alone: set REQUEST_SPOOL_DIRECTORY to a directory that can be written to',
    );
    return null;
  }
}
