import { randomBytes, randomUUID } from 'node:crypto';
import { type DomainEvent, streamOf, toNewEvent } from '@keyledger/contracts';
import { type WebhookFilter, openWebhookFilter } from '@keyledger/domain';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { createPool, systemClock, systemIds } from '@keyledger/platform';
import { ProjectionMetrics, readModelMigrations, runFollower } from '@keyledger/read-models';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import type pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { type ClaimBounds, DeliveryQueue } from './delivering/delivery-queue.js';
import { WebhookDeliverer, type WebhookDelivererParts } from './delivering/webhook-deliverer.js';
import { DeliveryLog } from './delivery-log.js';
import { webhookFollower, webhookFollowerName } from './following/webhook-follower.js';
import { webhookMigrations } from './migrations.js';
import { SecretSeal } from './secrets/secret-seal.js';
import { WebhookSecrets } from './secrets/webhook-secrets.js';
import { AllowedAddresses } from './sending/allowed-addresses.js';
import { systemResolve } from './sending/target.js';
import { WebhookMetrics } from './webhook-metrics.js';

const logger = pino({ level: 'silent' });
export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
export const accountId = 'acme';

export const bounds: ClaimBounds = {
  deliveriesMax: 20,
  perEndpointMax: 4,
  perFailingEndpointMax: 1,
  leaseMs: 60_000,
};

export const sending = {
  allowed: new AllowedAddresses(['127.0.0.0/8']),
  resolve: systemResolve,
  timeoutMs: 5_000,
};

export interface SpecEndpoint {
  readonly endpointId: string;
  readonly secret: string;
}

/** For tests: a log, the follower that makes deliveries of it, and deliverers of as many processes as wanted. */
export class WebhookScene {
  /** Only tests move it. */
  now = Date.UTC(2030, 0, 1);
  readonly log = new MemoryEventLog();
  readonly key = randomBytes(32).toString('base64');
  readonly disabled: string[] = [];
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();

  private constructor(
    readonly database: TestDatabase,
    readonly pool: pg.Pool,
  ) {}

  static async open(): Promise<WebhookScene> {
    const migrations = { read: readModelMigrations, webhook: webhookMigrations };
    const database = await createTestDatabase({ migrations });
    const scene = new WebhookScene(database, createPool(database.url, { applicationName: 'webhooks' }));
    scene.following = scene.follow(scene.stopping.signal);
    return scene;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.following;
    await this.pool.end();
    await this.database.drop();
  }

  follow(signal: AbortSignal): Promise<void> {
    const { log, pool, clock } = this;
    return runFollower({
      ...{ log, pool, clock: systemClock, signal, logger },
      follower: webhookFollower({ clock, metrics: new WebhookMetrics(new Registry()) }),
      metrics: new ProjectionMetrics(new Registry(), systemClock),
    });
  }

  readonly clock = { now: () => this.now, monotonicMs: () => performance.now() };

  get seal(): SecretSeal {
    return new SecretSeal(this.key, (count) => systemIds.bytes(count));
  }

  get secrets(): WebhookSecrets {
    return new WebhookSecrets({ pool: this.pool, seal: this.seal, clock: this.clock, ids: systemIds });
  }

  get deliveries(): DeliveryLog {
    return new DeliveryLog(this.pool);
  }

  /** As a process of its own would have it. */
  deliverer(changes: Partial<WebhookDelivererParts> = {}, pool: pg.Pool = this.pool): WebhookDeliverer {
    return new WebhookDeliverer({
      queue: new DeliveryQueue(pool),
      seal: this.seal,
      sending,
      disable: async ({ endpointId }, because) => void this.disabled.push(`${endpointId} ${because}`),
      random: () => 0.5,
      metrics: new WebhookMetrics(new Registry()),
      ...{ clock: this.clock, logger, bounds, ...changes },
    });
  }

  /** An endpoint that the follower knows. */
  async endpoint(url: string, filter: Partial<WebhookFilter> = {}): Promise<SpecEndpoint> {
    const endpointId = randomUUID();
    const { secret, secretId } = await this.secrets.mint(endpointId);
    const wanted = { ...openWebhookFilter, ...filter };
    const addedAt = new Date(this.now).toISOString();
    const data = { accountId, endpointId, url, description: null, filter: wanted, secretId, addedAt };
    await this.append({ type: 'WebhookEndpointAdded', data });
    return { endpointId, secret };
  }

  /** Recorded now, and known to the follower. */
  async append(...events: readonly DomainEvent[]): Promise<void> {
    let position = 0n;
    for (const event of events) {
      const stream = streamOf(event);
      const ids = { requestId: 'r', correlationId: 'c', causationId: 'r', actor: 'key_admin' };
      const time = new Date(this.now).toISOString();
      const metadata = { ...ids, clientAddress: null, userAgent: null, time };
      const appended = await this.log.append(stream, [toNewEvent(event, metadata, randomUUID())], 'any');
      if (appended.outcome === 'appended') ({ position } = appended);
    }
    await waitFor(async () => (await this.position()) >= position);
  }

  async revoke(keyId: string): Promise<void> {
    await this.append({ type: 'KeyRevoked', data: { keyId, accountId, reason: 'leaked', comment: null } });
  }

  /** The one delivery, or the newest. */
  async newest({ endpointId }: SpecEndpoint) {
    const page = await this.deliveries.list({ endpointId });
    const [row] = 'items' in page ? page.items : [];
    if (row === undefined) throw new Error('There is no delivery');
    return row;
  }

  private async position(): Promise<bigint> {
    const { rows } = await this.pool.query<{ position: bigint }>(
      'SELECT position FROM read.checkpoint WHERE name = $1',
      [webhookFollowerName],
    );
    return rows[0]?.position ?? -1n;
  }
}
