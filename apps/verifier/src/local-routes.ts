import type { OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { LocalRequestsEndpoint } from './local-requests-endpoint.js';
import { registerLocalRequestsRoute } from './local-requests-route.js';
import type { LocalVerifierEndpoint } from './local-verifier-endpoint.js';
import { registerLocalVerifierRoutes } from './local-verifier-routes.js';

/** What local verifiers tell, as raw routes on Nest's HTTP server. */
export class LocalRoutes implements OnModuleInit {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly localVerifiers: LocalVerifierEndpoint,
    private readonly requests: LocalRequestsEndpoint,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    registerLocalVerifierRoutes(fastify, this.localVerifiers);
    registerLocalRequestsRoute(fastify, this.requests);
  }
}
