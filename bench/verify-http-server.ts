import { hash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Broker } from '@keyledger/broker';
import { requestsTopic, verifyBody } from '@keyledger/contracts';
import { mintKeyId } from '@keyledger/domain';
import {
  HealthRegistry,
  createHttpServer,
  createLogger,
  createMetrics,
  loadConfig,
  registerOperationalRoutes,
  sleep,
  systemClock,
} from '@keyledger/platform';
import { Outbox, RequestRecorder, Spool, StubbornPublisher } from '@keyledger/recording';
import { KeyLimiter, type LiveIndex, type LiveSource } from '@keyledger/verification';
import Fastify, { type FastifyInstance } from 'fastify';
import { createLiveIndex, digestOf } from '@keyledger/composition';
import { CallerAuthentication } from '../apps/verifier/src/caller-authentication.js';
import { Overload } from '../apps/verifier/src/overload.js';
import { VerdictCounts } from '../apps/verifier/src/verdict-counts.js';
import { VerifyEndpoint } from '../apps/verifier/src/verify-endpoint.js';
import { registerVerifyRoute, verdictSchema } from '../apps/verifier/src/verify-route.js';

/** What the parent sends: which server this process is to be. */
export interface ServerOrder {
  readonly kind: 'verifier' | 'bare';
  readonly serviceKey: string;
  readonly keys: readonly string[];
}

/** What the parent gets once the server listens. */
export interface ServerStarted {
  readonly port: number;
}

process.once('message', (order: ServerOrder) => void start(order));

async function start(order: ServerOrder): Promise<void> {
  const fastify = order.kind === 'verifier' ? await verifier(order) : bare();
  await fastify.listen({ host: '127.0.0.1', port: 0 });
  process.send?.({ port: (fastify.server.address() as AddressInfo).port } satisfies ServerStarted);
}

/** The same body, the same schema, the same serialiser; nothing is decided. */
function bare(): FastifyInstance {
  const fastify = Fastify();
  fastify.post('/v1/verify', { schema: { response: { 200: verdictSchema } } }, (request, reply) => {
    verifyBody.parse(request.body);
    return reply.send(constantVerdict);
  });
  return fastify;
}

const constantVerdict = {
  ...{ valid: true, code: 'VALID', keyId: mintKeyId(randomBytes), account: 'acme', scope: 'orders:Create' },
  ...{ asOf: '4711', stale: false, stalenessMs: 3 },
};

/** Messages are made and buffered as ever; what happens to them then is the cost of whichever broker there is. */
const forgetfulBroker: Pick<Broker, 'ensureTopics' | 'publish'> = {
  ensureTopics: async () => undefined,
  publish: async () => undefined,
};

/** The verifier's own HTTP server, hooks, route and recorder; the index is in memory. */
async function verifier({ serviceKey, keys }: ServerOrder): Promise<FastifyInstance> {
  const config = loadConfig({ LOG_LEVEL: 'info' });
  const logger = createLogger(config);
  const { fastify } = createHttpServer(config, logger);
  registerOperationalRoutes(fastify, {
    metrics: createMetrics('verifier'),
    health: new HealthRegistry(),
  });
  const { stalenessMaxMs } = config;
  const live = createLiveIndex({
    what: 'verification index',
    source: sourceOf(serviceKey, keys),
    clock: systemClock,
    logger,
    stalenessMaxMs,
  });
  live.start();
  await caughtUp(live);
  const recorder = await openRecorder();
  const overload = new Overload({ clock: systemClock, lagMaxMs: config.shedLagMs });
  overload.onApplicationBootstrap();
  const limiter = new KeyLimiter({
    owner: { settle: () => Promise.reject(new Error('No key here has limits.')) },
    monotonicMs: () => systemClock.monotonicMs(),
    sleep,
    onError: (error) => logger.error({ err: error }, 'limits'),
  });
  const callers = new CallerAuthentication(live, digestOf, systemClock);
  registerVerifyRoute(
    fastify,
    new VerifyEndpoint({
      ...{ live, limiter, callers, recorder, counts: new VerdictCounts(), overload, clock: systemClock },
    }),
  );
  return fastify;
}

/** With a spool on disk, as every verifier has. */
async function openRecorder(): Promise<RequestRecorder> {
  const publisher = new StubbornPublisher({ broker: forgetfulBroker, topic: requestsTopic });
  const root = await mkdtemp(join(tmpdir(), 'keyledger-bench-'));
  process.once('SIGTERM', () => {
    rmSync(root, { recursive: true, force: true });
    process.exit();
  });
  const outbox = new Outbox({
    spool: await Spool.open({ root, name: 'bench', bytesMax: 256 * 1024 * 1024 }),
    publisher,
    clock: systemClock,
    ageMsMax: requestsTopic.retentionMs,
    onError: (error) => {
      throw error;
    },
  });
  const recorder = new RequestRecorder({ publisher, outbox, producer: 'bench', verifier: 'bench' });
  await recorder.onApplicationBootstrap();
  return recorder;
}

async function caughtUp(live: LiveIndex): Promise<void> {
  while (!live.hasCaughtUp) await sleep(10);
}

function sourceOf(serviceKey: string, keys: readonly string[]): LiveSource {
  const rows = [
    rowOf(serviceKey, 'system', ['keyledger:Verify']),
    ...keys.map((key) => rowOf(key, 'acme', ['orders:read', 'orders:Cancel', 'orders:Create', 'invoices:*'])),
  ];
  return {
    snapshot: async () => ({ position: 4711n, rows: onePage(rows) }),
    subscribe: async function* (position, signal) {
      yield { events: [], position, caughtUp: true };
      while (!signal.aborted) await sleep(1_000, signal);
    },
    hasEventsAfter: async () => false,
    readsWhenAsked: true,
  };
}

async function* onePage<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

function rowOf(value: string, accountId: string, scopes: readonly string[]) {
  return {
    kind: 'key',
    keyId: mintKeyId(randomBytes),
    accountId,
    digest: hash('sha256', value, 'base64url'),
    status: 'active',
    scopes,
    ipAllowlist: { enforced: false, entries: [] },
    expiresAt: null,
    successorId: null,
    overlapEndsAt: null,
  } as const;
}
