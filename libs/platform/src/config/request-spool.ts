import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where requests are kept until the broker has them. */
export interface RequestSpoolConfig {
  /** Of one broker alone: what was recorded for one must not be published to another. */
  readonly directory: string;
  /** Somebody wants it there (REQUEST_SPOOL_DIRECTORY): not to be able to write to it is an error then. */
  readonly isRequired: boolean;
  readonly bytesMax: number;
}

export interface RequestSpoolWishes {
  readonly directory: string | undefined;
  readonly dataDirectory: string;
  readonly megabytes: number;
  /** Null: the embedded Postgres, whose port is another one at each start. */
  readonly brokerUrl: string | null;
}

const mebibyte = 1024 * 1024;
const nameDigits = 16;

export function requestSpoolOf(wishes: RequestSpoolWishes): RequestSpoolConfig {
  const { directory, dataDirectory, megabytes, brokerUrl } = wishes;
  const parent = directory ?? join(dataDirectory, 'request-spool');
  return {
    directory: join(parent, brokerUrl === null ? 'embedded' : brokerName(brokerUrl)),
    isRequired: directory !== undefined,
    bytesMax: megabytes * mebibyte,
  };
}

/** Of the URL without credentials, which change. */
function brokerName(url: string): string {
  const place = url.replace(/\/\/[^/?#]*@/, '//').split('?', 1)[0] ?? '';
  const [, prefix = ''] = /[?&]prefix=([^&]*)/.exec(url) ?? [];
  return createHash('sha256').update(`${place} ${prefix}`).digest('hex').slice(0, nameDigits);
}
