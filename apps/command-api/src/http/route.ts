import {
  Controller,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  UseGuards,
  UseInterceptors,
  UsePipes,
  applyDecorators,
} from '@nestjs/common';
import type { HttpOperation } from '@keyledger/contracts';
import { RouteConfig } from '@nestjs/platform-fastify';
import { AdminGuard } from '../auth/admin-guard.js';
import { ConfirmationInterceptor } from '../confirmation/confirmation-interceptor.js';
import { operationMetadata } from './operation-metadata.js';
import { SchemaPipe } from './schema-pipe.js';

/** A controller of the admin API: every route of it is guarded, and every input validated. */
export function AdminController(): ClassDecorator {
  return applyDecorators(Controller(), UseGuards(AdminGuard), UsePipes(SchemaPipe));
}

/** Serves an operation of the table: its route, its status and what the guard, and `EarlyAuthentication`, ask for. */
export function Route(operation: HttpOperation): MethodDecorator {
  return applyDecorators(
    RequestMapping({
      method: RequestMethod[operation.method],
      path: routerPath(operation.path),
    }),
    HttpCode(operation.success.status),
    SetMetadata(operationMetadata, operation),
    RouteConfig({ operation }),
    ...(operation.confirmable === true ? [UseInterceptors(ConfirmationInterceptor)] : []),
  );
}

/** OpenAPI's `/v1/keys/{id}` as the router spells it: `/v1/keys/:id`. */
export function routerPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
