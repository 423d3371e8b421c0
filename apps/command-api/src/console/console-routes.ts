import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { CONFIG, type Config, IDS, type Ids, LOGGER } from '@keyledger/platform';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { builtConsole, consoleFiles, indexFile } from './console-files.js';
import { consoleHeaders, pageHeaders } from './console-headers.js';
import { isPagePath } from './page-path.js';
import { noncedPage } from './page-text.js';

const notBuilt =
  'Keyledger’s API is served here; it is described on /docs. The console has not been built: npm run build.\n';

/** Serves the built console to whoever comes: it is the same for all, and holds nothing of anybody. */
@Injectable()
export class ConsoleRoutes implements OnModuleInit {
  private readonly fastify: FastifyInstance;
  /** First segments of paths that lead to something else than a page. */
  private readonly taken = new Set<string>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(HttpAdapterHost) { httpAdapter }: HttpAdapterHost,
  ) {
    this.fastify = httpAdapter.getInstance<FastifyInstance>();
    // In the constructor, since Nest registers the routes before it calls any hook of a module.
    this.fastify.addHook('onRoute', ({ url }) => this.take(url.slice(1)));
  }

  onModuleInit(): void {
    const directory = this.config.consoleDirectory ?? builtConsole;
    const files = consoleFiles(directory);
    if (files === null) {
      this.logger.info('The console has not been built; the API is served without it');
      this.fastify.get('/', (request, reply) => this.sayNotBuilt(request, reply));
      return;
    }
    const built = readFileSync(join(directory, indexFile), 'utf8');
    for (const file of files) if (file.includes('/')) this.take(file);
    void this.fastify.register(fastifyStatic, {
      root: directory,
      // Files are looked up among those that were there at the start, so that no path leads out of the folder.
      serve: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.headers(consoleHeaders(relative(directory, path).split(sep).join('/')));
      },
    });
    this.fastify.get<{ Params: { '*': string } }>('/*', (request, reply) => {
      const path = request.params['*'];
      const isPage = path === indexFile || isPagePath(path, request.headers.accept, this.taken);
      if (isPage) return this.sendPage(built, reply);
      if (files.has(path)) return reply.sendFile(path);
      reply.callNotFound();
      return reply;
    });
  }

  private sendPage(built: string, reply: FastifyReply): FastifyReply {
    const { text, nonce } = noncedPage(built, this.ids);
    return reply.headers(pageHeaders(nonce)).type('text/html; charset=utf-8').send(text);
  }

  private take(path: string): void {
    const [first = ''] = path.split('/');
    // Not the wildcard of the console itself, nor a parameter.
    if (/^[\w.-]+$/.test(first)) this.taken.add(first);
  }

  private sayNotBuilt(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    if (isPagePath('', request.headers.accept, this.taken)) {
      return reply.code(404).type('text/plain; charset=utf-8').send(notBuilt);
    }
    reply.callNotFound();
    return reply;
  }
}
