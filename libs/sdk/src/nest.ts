import {
  type CanActivate,
  type DynamicModule,
  type ExecutionContext,
  HttpException,
  Inject,
  Injectable,
  Module,
  SetMetadata,
  UseGuards,
  applyDecorators,
} from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import { type AdmittedRequest, type GuardOptions, guardRequest } from './guard/guard-request.js';

const OPTIONS = Symbol('KEYLEDGER_GUARD_OPTIONS');
const OPERATION = 'keyledger:operation';

/** A request of either adapter of Nest. */
export type NestRequest = (IncomingMessage | { readonly raw: IncomingMessage }) & {
  readonly ip?: string;
  /** Set where `@RequireScope` let the request through. */
  keyledger?: AdmittedRequest;
};

/** Refuses what Keyledger does not accept for the operation of `@RequireScope`. */
@Injectable()
export class KeyledgerGuard implements CanActivate {
  constructor(
    @Inject(OPTIONS) private readonly options: GuardOptions,
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
  ) {}

  /** @throws HttpException in the profile's words */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const operation = this.reflector.getAllAndOverride<string | undefined>(OPERATION, targets);
    if (operation === undefined)
      throw new Error('KeyledgerGuard without @RequireScope: nothing to ask about.');
    const http = context.switchToHttp();
    const request = http.getRequest<NestRequest>();
    const raw = 'raw' in request ? request.raw : request;
    const clientAddress = request.ip ?? raw.socket.remoteAddress ?? null;
    const answer = await guardRequest(this.options, { rawHeaders: raw.rawHeaders, clientAddress, operation });
    const { httpAdapter } = this.adapterHost;
    for (const [name, value] of Object.entries(answer.headers)) {
      httpAdapter.setHeader(http.getResponse(), name, value);
    }
    if (answer.allowed) {
      request.keyledger = answer.admitted;
      return true;
    }
    throw new HttpException(answer.body as Record<string, unknown>, answer.status);
  }
}

/** Of a route, or of a controller for all of its routes: `@RequireScope('orders:ListOrders')`. */
export function RequireScope(operation: string): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata(OPERATION, operation), UseGuards(KeyledgerGuard));
}

/** `KeyledgerModule.forRoot({ verifier })` once, in the root module. */
@Module({})
export class KeyledgerModule {
  static forRoot(options: GuardOptions): DynamicModule {
    const provider = { provide: OPTIONS, useValue: options };
    return {
      module: KeyledgerModule,
      global: true,
      providers: [provider, KeyledgerGuard],
      exports: [provider, KeyledgerGuard],
    };
  }
}
