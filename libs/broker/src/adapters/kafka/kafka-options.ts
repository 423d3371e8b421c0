import { readFile } from 'node:fs/promises';
import { parseKafkaUrl, StartupError } from '@keyledger/platform';
import type { SASLOptions } from 'kafkajs';
import type { KafkaBrokerOptions } from './kafka-client.js';

/** What a `kafka://` URL says, as the adapter takes it. Throws a `StartupError` when its certificates cannot be read. */
export async function kafkaOptionsOf(url: string): Promise<KafkaBrokerOptions> {
  const address = parseKafkaUrl(url);
  if (address === undefined) throw new Error('This is no kafka:// URL.'); // a bug: the configuration admitted it
  const { brokers, tls, authorityFile, sasl, namePrefix } = address;
  return {
    brokers,
    namePrefix,
    ssl: authorityFile === null ? tls : { ca: await readAuthorities(authorityFile) },
    ...(sasl === null ? {} : { sasl: sasl satisfies SASLOptions as SASLOptions }),
  };
}

async function readAuthorities(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new StartupError(`BROKER_URL: the certificates of ca=${path} cannot be read`, { cause: error });
  }
}
