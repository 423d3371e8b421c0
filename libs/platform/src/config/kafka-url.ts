/** What a `kafka://` URL says. */
export interface KafkaAddress {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  readonly tls: boolean;
  /** Path of a PEM file with the authorities to trust; null: those of the system. */
  readonly authorityFile: string | null;
  readonly sasl: KafkaCredentials | null;
  /** Begins every topic's and group's name. */
  readonly namePrefix: string;
}

export interface KafkaCredentials {
  readonly mechanism: (typeof saslMechanisms)[number];
  readonly username: string;
  readonly password: string;
}

const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const portDefault = 9092;
const brokersMax = 100;
/** Scheme, user, password, hosts, parameters. Not a WHATWG URL: it names several hosts. */
const form = /^kafka(\+ssl)?:\/\/(?:([^:@/?#]+):([^@/?#]*)@)?([^@/?#]+)\/?(?:\?([^#]*))?$/i;
const hostAndPort = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i;
const namePrefixForm = /^[a-zA-Z0-9._-]{0,50}$/;

/**
 * `kafka://host:port,host:port` or `kafka+ssl://user:password@host:port?sasl=scram-sha-512&ca=/path.pem&prefix=staging.`;
 * undefined for everything else, unknown parameters included.
 */
export function parseKafkaUrl(text: string): KafkaAddress | undefined {
  const [, ssl, user, password, hosts = '', query = ''] = form.exec(text) ?? [];
  const brokers = hosts.split(',').map(brokerOf).filter(isDefined);
  if (brokers.length !== hosts.split(',').length || brokers.length > brokersMax) return undefined;

  const { sasl = 'plain', ca, prefix = '', ...unknown } = Object.fromEntries(new URLSearchParams(query));
  const mechanism = saslMechanisms.find((each) => each === sasl.toLowerCase());
  const usable = mechanism !== undefined && namePrefixForm.test(prefix) && (ca === undefined || ssl);
  if (!usable || Object.keys(unknown).length > 0) return undefined;
  const username = decoded(user);
  const secret = decoded(password);
  if ((user !== undefined && username === undefined) || (password !== undefined && secret === undefined))
    return undefined;
  return {
    brokers,
    tls: ssl !== undefined,
    authorityFile: ca ?? null,
    sasl: username === undefined ? null : { mechanism, username, password: secret ?? '' },
    namePrefix: prefix,
  };
}

function brokerOf(text: string): string | undefined {
  const [, host, port = String(portDefault)] = hostAndPort.exec(text) ?? [];
  return host !== undefined && Number(port) > 0 && Number(port) <= 65_535 ? `${host}:${port}` : undefined;
}

function isDefined(text: string | undefined): text is string {
  return text !== undefined;
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined; // a stray percent sign
  }
}
