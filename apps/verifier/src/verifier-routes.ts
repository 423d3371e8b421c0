import type { OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { type AuthorizeRouteParts, registerAuthorizeRoute } from './authorize-route.js';
import type { BatchEndpoint } from './batch-endpoint.js';
import { registerBatchRoute } from './batch-route.js';
import type { IntrospectEndpoint } from './introspect-endpoint.js';
import { registerIntrospectRoute } from './introspect-route.js';
import type { StreamEndpoint } from './stream-endpoint.js';
import { registerStreamRoutes } from './stream-routes.js';
import type { VerifyEndpoint } from './verify-endpoint.js';
import { registerVerifyRoute } from './verify-route.js';

export interface VerifierRouteParts {
  readonly verify: VerifyEndpoint;
  readonly batch: BatchEndpoint;
  readonly introspect: IntrospectEndpoint;
  readonly authorize: AuthorizeRouteParts;
  readonly stream: StreamEndpoint;
}

/** Every question that a verifier takes, as raw routes on Nest's HTTP server. */
export class VerifierRoutes implements OnModuleInit {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly parts: VerifierRouteParts,
  ) {}

  onModuleInit(): void {
    const { verify, batch, introspect, authorize, stream } = this.parts;
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    registerVerifyRoute(fastify, verify);
    registerBatchRoute(fastify, batch);
    registerIntrospectRoute(fastify, introspect);
    registerAuthorizeRoute(fastify, authorize);
    registerStreamRoutes(fastify, stream);
  }
}
