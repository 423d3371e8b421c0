import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { type RunningApp, startApp } from '@keyledger/composition';
import {
  type HttpOperation,
  type KeyCreatedAnswer,
  gatewayError,
  httpOperations,
  problemDetails,
} from '@keyledger/contracts';
import { codes, mintKey } from '@keyledger/domain';
import { type Config, createLogger, loadConfig, sleep, systemClock } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { ProjectionMetrics, readModels, runProjection } from '@keyledger/read-models';
import { AppModule } from './app.module.js';
import { routerPath } from './http/route.js';
import { codesOf } from './openapi/operation-object.js';

export interface SpecAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Of JSON; null where there is none. */
  readonly body: Readonly<Record<string, unknown>> & { readonly code?: string };
}

export interface SpecRequest {
  /** The credential; null: none. Default: the root key. */
  readonly as?: string | null;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SpecApiOptions {
  /** Default: a database of its own, which is dropped when it stops. */
  readonly databaseUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets every line that is logged. */
  readonly onLog?: (line: string) => void;
  /** False: nothing is ever projected. */
  readonly projecting?: boolean;
}

/** The admin API with the projections running beside it. */
export class SpecApi {
  private constructor(
    readonly running: RunningApp,
    readonly rootKey: string,
    /** The read models stay as they are from then on. */
    readonly stopProjecting: () => Promise<void>,
    private readonly ownDatabase: TestDatabase | null,
  ) {}

  static async start(options: SpecApiOptions = {}): Promise<SpecApi> {
    const ownDatabase = options.databaseUrl === undefined ? await createTestDatabase() : null;
    const config = configOf(options.databaseUrl ?? ownDatabase?.url ?? '', options);
    const logger = createLogger(config, { write: (line: string) => options.onLog?.(line) });
    const running = await startApp(
      { name: 'command-api', rootModule: (infrastructure) => AppModule.on(infrastructure) },
      config,
      { logger },
    );
    const stop = options.projecting === false ? async () => undefined : project(running);
    const api = new SpecApi(running, config.rootKey ?? '', stop, ownDatabase);
    await api.ready();
    return api;
  }

  async stop(): Promise<void> {
    await this.stopProjecting();
    await this.running.stop();
    await this.ownDatabase?.drop();
  }

  async send(route: string, { as = this.rootKey, body, headers }: SpecRequest = {}): Promise<SpecAnswer> {
    const [method = '', url = ''] = route.split(' ', 2);
    const response = await this.running.fastify.inject({
      method: method as HttpOperation['method'],
      url,
      headers: {
        ...(as === null ? {} : { authorization: `Bearer ${as}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = response.payload;
    const answer = {
      status: response.statusCode,
      headers: response.headers,
      text,
      body: (/^[{[]/.test(text) ? JSON.parse(text) : {}) as SpecAnswer['body'],
    };
    assertDocumented(method, url, answer);
    return answer;
  }

  async openAccount(slug: string, wishes: object = {}): Promise<void> {
    await this.mustSend('POST /v1/accounts', { body: { name: slug, slug, ...wishes } });
  }

  async createKey(account: string, wishes: object = {}): Promise<KeyCreatedAnswer> {
    const body = { name: 'A key', scopes: ['orders:Create'], ...wishes };
    const answer = await this.mustSend(`POST /v1/accounts/${account}/keys`, { body });
    return answer.body as unknown as KeyCreatedAnswer;
  }

  /** The value of a new admin key. */
  async adminKey(...scopes: string[]): Promise<string> {
    return (await this.createKey('system', { scopes })).value;
  }

  /** How many events there are. */
  async logLength(): Promise<number> {
    const eventsMax = 1_000;
    return (await this.running.infrastructure.eventLog.readAll(0n, eventsMax)).length;
  }

  private async mustSend(route: string, request: SpecRequest): Promise<SpecAnswer> {
    const answer = await this.send(route, request);
    if (answer.status >= 300) throw new Error(`${route}: ${answer.text}`);
    return answer;
  }

  private async ready(): Promise<void> {
    const pollMs = 10;
    const attemptsMax = 2_000;
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      const { statusCode } = await this.running.fastify.inject({ method: 'GET', url: '/readyz' });
      if (statusCode === 200) return;
      await sleep(pollMs);
    }
    throw new Error('The API did not become ready');
  }
}

/** A well-formed value that belongs to nobody. */
export function unissuedKey(): string {
  return mintKey({ mode: 'live', randomBytes: (count) => randomBytes(count) });
}

/** Said in a file whose tests are refused everything: no test of it may leave an event. */
export function leavesNothingBehind(api: () => SpecApi): void {
  let lengthBefore: number;
  beforeEach(async () => {
    lengthBefore = await api().logLength();
  });
  afterEach(async () => {
    expect(await api().logLength()).toBe(lengthBefore);
  });
}

function configOf(databaseUrl: string, { environment, onLog }: SpecApiOptions): Config {
  return loadConfig({
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: onLog === undefined ? 'silent' : 'debug',
    KEYLEDGER_ROOT_KEY: unissuedKey(),
    ...environment,
  });
}

function project({ infrastructure }: RunningApp): () => Promise<void> {
  const stopping = new AbortController();
  const { eventLog: log, pool, logger, metrics: registry } = infrastructure;
  const metrics = new ProjectionMetrics(registry, systemClock);
  const runs = readModels.map((readModel) =>
    runProjection({ log, pool, readModel, signal: stopping.signal, clock: systemClock, logger, metrics }),
  );
  return async () => {
    stopping.abort();
    await Promise.all(runs);
  };
}

/** Whatever is answered is what the table of operations says: shape and status, or one of its codes. */
function assertDocumented(method: string, url: string, { status, headers, body, text }: SpecAnswer): void {
  const [path = ''] = url.split('?');
  const operation = httpOperations.find(
    (candidate) => candidate.method === method && matches(candidate.path, path),
  );
  if (operation === undefined) return;
  if (status >= 400) assertProblem(operation, { status, body, text });
  else if (status !== operation.success.status)
    throw new Error(`${operation.operationId} answered ${status}`);
  else if (!isOtherwise(operation, headers)) operation.success.schema?.parse(body);
}

function isOtherwise({ success }: HttpOperation, headers: SpecAnswer['headers']): boolean {
  return success.otherMediaTypes?.some((type) => String(headers['content-type']).startsWith(type)) === true;
}

function assertProblem(
  operation: HttpOperation,
  { status, body, text }: Pick<SpecAnswer, 'status' | 'body' | 'text'>,
): void {
  if (operation.target === 'caller') {
    const documented = codesOf(operation).map((one) => codes[one].status);
    if (gatewayError.parse(body).status !== status || !documented.some((one) => one === status)) {
      throw new Error(`${operation.operationId}: undocumented ${text}`);
    }
    return;
  }
  const { code } = problemDetails.parse(body);
  if (!codesOf(operation).includes(code)) throw new Error(`${operation.operationId}: undocumented ${text}`);
}

function matches(template: string, path: string): boolean {
  const pattern = routerPath(template).replace(/:\w+/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
}
