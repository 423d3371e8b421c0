import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CallingKey } from './gateway-callers.js';

const callingKey = Symbol('callingKey');
type CallingRequest = FastifyRequest & { [callingKey]?: CallingKey };

export function setCallingKey(request: FastifyRequest, value: CallingKey): void {
  (request as CallingRequest)[callingKey] = value;
}

/** The `CallingKey` of the request, as a parameter of a route. */
export const CalledBy = createParamDecorator((_: unknown, context: ExecutionContext): CallingKey => {
  const value = context.switchToHttp().getRequest<CallingRequest>()[callingKey];
  if (value === undefined) throw new Error('The guard has not seen this request');
  return value;
});
