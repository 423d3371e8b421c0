import type { Broker } from '@keyledger/broker';
import type { EventLog } from '@keyledger/event-log';
import type pg from 'pg';
import type { Fleet } from './fleet.js';
import type { Outage } from './servers.js';

/** A whole Keyledger with nothing in it but the root key: all that a suite knows of what it talks to. */
export interface Deployment {
  readonly rootKey: string;
  /** `http://127.0.0.1:41234`, where admins talk to it. Addresses change with a restart. */
  readonly apiUrl: string;
  /** Where services ask for verdicts. */
  readonly verifierUrls: readonly string[];
  /** Whether positions are 1, 2, 3, …: not in every log. */
  readonly countsPositions: boolean;
  /** Everything that its processes have written so far. */
  written(): string;
  /** SIGKILL of every process, and of the event log's server where that is a process of its own. */
  crash(): Promise<void>;
  /** On what the crash has left. Resolves when all of it is ready. */
  restart(): Promise<void>;
  /** In order; answers with the exit codes. What it has stored stays until `remove`. */
  stop(): Promise<readonly (number | null)[]>;
  /** What only what it has stored can tell, when it has stopped. */
  openStores(): Promise<Stores>;
  remove(): Promise<void>;
}

export interface Stores {
  readonly log: EventLog;
  /** Of the read models. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Of processes that a test can address, stop and kill one by one. */
export interface ApartDeployment extends Deployment {
  readonly fleet: Fleet;
  /** Servers of its own that can be taken away: those that Postgres is not. */
  readonly servers: Readonly<Partial<Record<ServerName, Outage>>>;
  /** As a consumer of its topics has it. */
  openBroker(): Promise<Broker>;
}

export type ServerName = 'broker' | 'event log';
