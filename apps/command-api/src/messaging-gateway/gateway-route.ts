import type { HttpOperation } from '@keyledger/contracts';
import { Controller, UseGuards, UsePipes, applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { Route } from '../http/route.js';
import { SchemaPipe } from '../http/schema-pipe.js';
import { GatewayGuard } from './gateway-guard.js';
import { dressForGateway } from './gateway-problems.js';

/** A controller for keys that manage their own account. */
export function GatewayController(): ClassDecorator {
  return applyDecorators(Controller(), UseGuards(GatewayGuard), UsePipes(SchemaPipe));
}

/** As `Route`, with problems in the gateway's own dress. */
export function GatewayRoute(operation: HttpOperation): MethodDecorator {
  return applyDecorators(Route(operation), RouteConfig({ operation, dressProblem: dressForGateway }));
}
