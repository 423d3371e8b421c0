import { Agent, get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { CONFIG, type Config, LOGGER, ProblemError, loadConfig, problem } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import {
  type BeforeApplicationShutdown,
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type CustomTransportStrategy, EventPattern, Payload, Server } from '@nestjs/microservices';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Infrastructure } from './infrastructure.js';
import { InfrastructureModule } from './infrastructure.module.js';
import { type AppDefinition, startApp } from './start-app.js';

const logger = pino({ level: 'silent' });
let database: TestDatabase;
let config: Config;

beforeAll(async () => {
  database = await createTestDatabase();
  config = loadConfig({ DATABASE_URL: database.url, PORT: '0' });
});

afterAll(() => database.drop());

/** What happened, in order. */
let trace: string[] = [];
let release: () => void = () => undefined;

@Injectable()
class Loop implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  onApplicationBootstrap(): void {
    trace.push('loop started');
  }
  beforeApplicationShutdown(): void {
    trace.push('loop stopped');
  }
  onApplicationShutdown(): void {
    trace.push('last words');
  }
}

@Controller()
class TriedController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get('host')
  host(): unknown {
    return { host: this.config.host };
  }

  @Get('slow')
  async slow(): Promise<unknown> {
    trace.push('request begun');
    await new Promise<void>((resolve) => (release = resolve));
    trace.push('request done');
    return { done: true };
  }

  @Get('refused')
  refused(): never {
    throw new ProblemError(problem('FORBIDDEN'));
  }

  @EventPattern('tried')
  onTried(@Payload() text: string): void {
    trace.push(`message ${text}`);
  }
}

@Module({ providers: [Loop], controllers: [TriedController] })
class TriedModule {}

@Module({})
class FailingModule {
  constructor(@Inject(LOGGER) logger: pino.Logger) {
    logger.info('about to fail');
    throw new Error('the module cannot be made');
  }
}

class Transport extends Server implements CustomTransportStrategy {
  listen(callback: () => void): void {
    trace.push('transport listens');
    callback();
  }
  close(): void {
    trace.push('transport closed');
  }
  on(): void {
    // no events of its own
  }
  unwrap(): never {
    throw new Error('There is nothing behind it.');
  }
}

function definitionOf(feature: unknown = TriedModule, more: Partial<AppDefinition> = {}): AppDefinition {
  return {
    name: 'tried',
    rootModule: (infrastructure) => ({
      module: class Root {},
      imports: [InfrastructureModule.forRoot(traced(infrastructure)), feature as typeof TriedModule],
    }),
    ...more,
  };
}

function traced(infrastructure: Infrastructure): Infrastructure {
  const { pool } = infrastructure;
  const end = pool.end.bind(pool);
  pool.end = async () => {
    trace.push('pool ended');
    await end();
  };
  return infrastructure;
}

describe('startApp', () => {
  it('serves the modules, their problems and the operational routes', async () => {
    trace = [];
    const { address, stop } = await startApp(definitionOf(), config, { logger });
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
    expect(await (await fetch(`${address}/host`)).json()).toEqual({ host: '127.0.0.1' });
    const refused = await fetch(`${address}/refused`);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ type: `${address}/problems/FORBIDDEN`, code: 'FORBIDDEN' });
    expect((await fetch(`${address}/unknown`)).status).toBe(404);
    expect(await (await fetch(`${address}/readyz`)).json()).toMatchObject({ ready: true });
    expect(await (await fetch(`${address}/metrics`)).text()).toContain('app="tried"');
    await stop();
    await expect(fetch(`${address}/healthz`)).rejects.toThrow();
  });

  it('delivers through the transports it is given', async () => {
    trace = [];
    const transport = new Transport();
    const definition = definitionOf(TriedModule, { microservices: () => [{ strategy: transport }] });
    const { stop } = await startApp(definition, config, { logger });
    expect(trace).toEqual(['loop started', 'transport listens']);
    await transport.getHandlerByPattern('tried')?.('one');
    await stop();
    expect(trace.slice(2)).toEqual([
      'message one',
      'loop stopped',
      'transport closed',
      'last words',
      'pool ended',
    ]);
  });

  it('listens on one address where HOST is a name', async () => {
    const { address, stop } = await startApp(definitionOf(), { ...config, host: 'localhost' }, { logger });
    expect(address).toMatch(/^http:\/\/(127\.0\.0\.1|\[::1\]):\d+$/);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    await stop();
    await expect(fetch(`${address}/healthz`)).rejects.toThrow();
  });

  it('lets routes be added before it listens', async () => {
    const definition = definitionOf(TriedModule, {
      beforeListen: ({ fastify, infrastructure }) => {
        fastify.get('/raw', () => ({ name: infrastructure.name }));
      },
    });
    const { address, stop } = await startApp(definition, config, { logger });
    expect(await (await fetch(`${address}/raw`)).json()).toEqual({ name: 'tried' });
    await stop();
  });
});

describe('stopping', () => {
  it('lets requests in flight finish before it stops what they need', async () => {
    trace = [];
    const { address, stop } = await startApp(definitionOf(), config, { logger });
    const keepAlive = new Agent({ keepAlive: true });
    const answer = new Promise<string>((resolve, reject) => {
      get(`${address}/slow`, { agent: keepAlive }, (response) => resolve(textOf(response))).on(
        'error',
        reject,
      );
    });
    await waitFor(() => trace.includes('request begun'));
    const stopped = Promise.all([stop(), stop()]);
    await waitFor(() =>
      fetch(`${address}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    expect(trace).toEqual(['loop started', 'request begun']);
    release();
    expect(await answer).toBe('{"done":true}');
    await stopped;
    expect(trace.slice(2)).toEqual(['request done', 'loop stopped', 'last words', 'pool ended']);
    keepAlive.destroy();
  });

  it('does not wait for connections that are merely kept', async () => {
    const { address, stop } = await startApp(definitionOf(), config, { logger });
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve) => {
      get(`${address}/healthz`, { agent }, (response) => response.resume().once('end', resolve));
    });
    await stop(); // the test would time out: connections are kept for 72 s
    agent.destroy();
  });
});

describe('a start that fails', () => {
  it.each<[string, AppDefinition, RegExp]>([
    ['while a module is made', definitionOf(FailingModule), /the module cannot be made/],
    [
      'just before it listens',
      definitionOf(TriedModule, { beforeListen: () => Promise.reject(new Error('not now')) }),
      /not now/,
    ],
  ])('%s closes what had been opened', async (_when, definition, message) => {
    trace = [];
    await expect(startApp(definition, config, { logger })).rejects.toThrow(message);
    expect(trace.at(-1)).toBe('pool ended');
    expect(trace.filter((entry) => entry === 'loop started')).toHaveLength(
      trace.filter((entry) => entry === 'loop stopped').length,
    );
  });

  it('because the port is taken says so in one line', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(startApp(definitionOf(), { ...config, port }, { logger })).rejects.toMatchObject({
      name: 'StartupError',
      message: `port ${port} on 127.0.0.1 is taken: set PORT`,
    });
    other.close();
  });
});
