import type { ConnectionOptions } from 'node:tls';
import {
  type ISocketFactory,
  Kafka,
  type LogEntry,
  logLevel,
  type RetryOptions,
  type SASLOptions,
} from 'kafkajs';

/** What the client library has to say; nothing is ever printed. */
export type KafkaLogLine = Pick<LogEntry, 'namespace' | 'label'> & { readonly message: string };

export interface KafkaBrokerOptions {
  /** `host:port` of some brokers of the cluster; they name the others. */
  readonly brokers: readonly string[];
  /** False for plain text. */
  readonly ssl?: ConnectionOptions | boolean;
  readonly sasl?: SASLOptions;
  /** Begins the name of every topic and group on the cluster, so that several installations can share one. */
  readonly namePrefix?: string;
  /** Shown by the cluster beside our connections. */
  readonly clientId?: string;
  /** A member that has been silent for this long loses its partitions; the cluster has the last word (6 s at least). */
  readonly sessionMsMax?: number;
  /** Told of everything that is survived. */
  readonly onError?: (error: unknown) => void;
  /** Told of what an operator should change: a topic with fewer partitions than it should have. */
  readonly onWarning?: (warning: string) => void;
  readonly onLog?: (line: KafkaLogLine) => void;
  /** Opens the connections; for tests that cut them. */
  readonly socketFactory?: ISocketFactory;
}

const connectMsMax = 5_000;
const requestMsMax = 15_000;

/** Within one call. What outlasts it is an outage, which the caller is told of and waits out as it sees fit. */
export const retry: RetryOptions = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 };

export function createClient(options: KafkaBrokerOptions): Kafka {
  const { brokers, ssl = false, sasl, clientId = 'keyledger', onLog, socketFactory } = options;
  return new Kafka({
    brokers: [...brokers],
    clientId,
    ssl,
    retry,
    connectionTimeout: connectMsMax,
    requestTimeout: requestMsMax,
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ namespace, label, log }) =>
        onLog?.({ namespace, label, message: log.message }),
    ...(sasl === undefined ? {} : { sasl }),
    ...(socketFactory === undefined ? {} : { socketFactory }),
  });
}
