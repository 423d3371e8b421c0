import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import type { RequestMetadata } from './request-metadata.js';

/** What the guard found out about a request, and what is recorded with the events that come of it. */
export interface Asked {
  readonly caller: Caller;
  /** Accounts that the answer may be about; null: all there are. */
  readonly accounts: readonly string[] | null;
  /** Of the key in the path; null: there is none in it, or no such key. */
  readonly key: KeyOwner | null;
  /** When the request was received, epoch milliseconds: the time that commands are decided by. */
  readonly at: number;
  readonly metadata: RequestMetadata;
  /** Of the key or account in the path, at which the change is wanted (`If-Match`); null: any. */
  readonly revisions: readonly number[] | null;
}

/** What never changes about a key. */
export interface KeyOwner {
  readonly keyId: string;
  readonly accountId: string;
  /** Where in the log it was created. */
  readonly createdPosition: bigint;
}

const asked = Symbol('asked');
type AskedRequest = FastifyRequest & { [asked]?: Asked };

export function setAsked(request: FastifyRequest, value: Asked): void {
  (request as AskedRequest)[asked] = value;
}

/** Null: the guard has not seen it. */
export function askedOf(request: FastifyRequest): Asked | null {
  return (request as AskedRequest)[asked] ?? null;
}

/** The `Asked` of the request, as a parameter of a route. */
export const AskedBy = createParamDecorator((_: unknown, context: ExecutionContext): Asked => {
  const value = context.switchToHttp().getRequest<AskedRequest>()[asked];
  if (value === undefined) throw new Error('The guard has not seen this request');
  return value;
});

/** The key in the path of an operation on keys. */
export function ownerOf({ key }: Asked): KeyOwner {
  if (key === null) throw new Error('The guard let an unknown key pass');
  return key;
}
