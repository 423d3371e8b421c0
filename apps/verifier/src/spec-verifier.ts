import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ReceivedMessage } from '@keyledger/broker';
import { type Infrastructure, type RunningApp, openInfrastructure, startApp } from '@keyledger/composition';
import {
  type DomainEvent,
  type RequestEvent,
  type UnknownKeysEvent,
  type UnreadableMessage,
  type VerdictAnswer,
  fromRequestMessage,
  fromUnknownKeysMessage,
  isUnknownKeysMessage,
  isUnreadable,
  streamOf,
  requestsTopic,
  toNewEvent,
} from '@keyledger/contracts';
import {
  type IpAllowlist,
  type KeyFormat,
  type KeyLimit,
  type ProfileId,
  defaultProfileId,
  mintKeyId,
  openIpAllowlist,
  profileOf,
} from '@keyledger/domain';
import { loadConfig, sleep } from '@keyledger/platform';
import { Outbox, RequestRecorder } from '@keyledger/recording';
import { type Link, openLink } from '@keyledger/testing';
import { LiveIndex } from '@keyledger/verification';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';

/** As `createTestDatabase` makes it. */
export interface SpecDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export interface MintedKey {
  readonly keyId: string;
  readonly accountId: string;
  readonly value: string;
}

export interface KeyWishes {
  readonly accountId?: string;
  readonly scopes?: readonly string[];
  readonly ipAllowlist?: IpAllowlist;
  readonly limits?: readonly KeyLimit[];
  readonly expiresAt?: string | null;
  readonly profile?: ProfileId;
  /** One of the profile's; the first by default. */
  readonly format?: KeyFormat;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: VerdictAnswer & { readonly code: string } & Readonly<Record<string, unknown>>;
}

/** A verifier on a database of its own, whose log it reaches over a link that a test can cut. */
export class SpecVerifier {
  private service: MintedKey | undefined;

  private constructor(
    private readonly database: SpecDatabase,
    readonly link: Link,
    readonly running: RunningApp,
    /** The same log and broker, not over the link. */
    private readonly direct: Infrastructure,
  ) {}

  static async start(
    database: SpecDatabase,
    environment: Readonly<Record<string, string>> = {},
    options: { readonly logger?: Logger } = {},
  ): Promise<SpecVerifier> {
    const link = await openLink(database.url);
    const direct = { DATABASE_URL: database.url, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' };
    // A busy machine is late, which would be refused for in the middle of a test of something else.
    const patient = { SHED_LAG_MS: '60000' };
    const config = loadConfig({ ...direct, ...patient, EVENT_LOG_URL: link.url, ...environment });
    const running = await startApp(
      { name: 'verifier', rootModule: (infrastructure) => AppModule.on(infrastructure) },
      config,
      options,
    );
    return new SpecVerifier(
      database,
      link,
      running,
      await openInfrastructure(loadConfig(direct), { name: 'spec' }),
    );
  }

  async stop(): Promise<void> {
    this.link.restore();
    await this.running.stop();
    await this.link.close();
    await this.direct.close();
    await this.database.drop();
  }

  /** Records what nobody decided, and answers with the position. */
  async record(...events: readonly DomainEvent[]): Promise<bigint> {
    let last = 0n;
    for (const event of events) {
      const stream = streamOf(event);
      const appended = await this.direct.eventLog.append(
        stream,
        [toNewEvent(event, metadata(), randomUUID())],
        'any',
      );
      if (appended.outcome !== 'appended') throw new Error(`Not appended: ${appended.outcome}`);
      last = appended.position;
    }
    return last;
  }

  async createKey(wishes: KeyWishes = {}): Promise<MintedKey> {
    const keyId = mintKeyId((count) => randomBytes(count));
    const value = mintValue(formatOf(wishes), keyId);
    const key = { keyId, accountId: wishes.accountId ?? 'acme', value };
    await this.record(created(key, wishes));
    return key;
  }

  /** As a service that may ask about every account. */
  async ask(question: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    this.service ??= await this.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
    const { value } = this.service;
    return this.send(question, { authorization: `Bearer ${value}`, ...headers });
  }

  /** As it is: without credentials of its own. */
  async send(payload: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const response = await this.running.fastify.inject({
      method: 'POST',
      url: '/v1/verify',
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.json(),
    };
  }

  /** Until the index has everything that is in the log now, and can prove it. */
  async caughtUp(): Promise<void> {
    this.service ??= await this.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
    const { eventLog } = this.direct;
    const live = this.running.app.get(LiveIndex);
    await until(async () => live.isFresh() && !(await eventLog.hasEventsAfter(live.asOf)));
  }

  /** All that were published so far, oldest first within a key. */
  async requestEvents(): Promise<readonly RequestEvent[]> {
    const messages = await this.messages();
    return messages
      .filter((message) => !isUnknownKeysMessage(message))
      .map((message) => readable(fromRequestMessage(message)));
  }

  async unknownKeys(): Promise<readonly UnknownKeysEvent[]> {
    const messages = await this.messages();
    return messages
      .filter((message) => isUnknownKeysMessage(message))
      .map((message) => readable(fromUnknownKeysMessage(message)));
  }

  private async messages(): Promise<readonly ReceivedMessage[]> {
    await this.running.app.get(RequestRecorder).flush();
    const received: ReceivedMessage[] = [];
    const consumer = await this.direct.broker.consume({
      topic: requestsTopic.name,
      group: randomUUID(),
      handler: async ({ messages }) => {
        received.push(...messages);
      },
    });
    const published = this.running.app.get(Outbox).published;
    await until(() => received.length >= published);
    await consumer.stop();
    return received;
  }

  async metrics(): Promise<string> {
    return this.running.infrastructure.metrics.metrics();
  }

  async readiness(): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await this.running.fastify.inject({ method: 'GET', url: '/readyz' });
    return { status: response.statusCode, body: response.json() };
  }
}

/** Jest's own time limit is the bound. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}

function readable<Event extends object>(event: Event | UnreadableMessage): Event {
  if (isUnreadable(event)) throw new Error(event.poison);
  return event;
}

function created(key: MintedKey, wishes: KeyWishes): DomainEvent {
  const { keyId, accountId, value } = key;
  return {
    type: 'KeyCreated',
    data: {
      ...{ keyId, accountId, name: 'test', description: null, tags: [], owner: null, environment: null },
      ...{ attributes: {}, kind: formatOf(wishes).kind, rotatedFrom: null },
      profile: wishes.profile ?? defaultProfileId,
      createdAt: new Date().toISOString(),
      scopes: wishes.scopes ?? ['orders:Create'],
      ipAllowlist: wishes.ipAllowlist ?? openIpAllowlist,
      limits: wishes.limits ?? [],
      expiresAt: wishes.expiresAt ?? null,
      digest: { algorithm: 'sha256', value: createHash('sha256').update(value).digest('base64url') },
      visibleStart: formatOf(wishes).visibleStartOf(value),
    },
  };
}

function metadata() {
  const requestId = randomUUID();
  return {
    actor: 'system:test',
    requestId,
    correlationId: requestId,
    causationId: requestId,
    clientAddress: null,
    userAgent: null,
    time: new Date().toISOString(),
  };
}

/** A well-formed value that belongs to nobody. */
export function unissuedValue(format = formatOf({})): string {
  return mintValue(
    format,
    mintKeyId((count) => randomBytes(count)),
  );
}

function formatOf({ profile = defaultProfileId, format }: KeyWishes): KeyFormat {
  return format ?? profileOf(profile).formats[0];
}

function mintValue(format: KeyFormat, keyId: string): string {
  return format.mint({ keyId, mode: 'test', randomBytes: (count) => randomBytes(count) });
}
