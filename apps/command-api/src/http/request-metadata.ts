import type { EventMetadata } from '@keyledger/contracts';
import { maskSecrets, recordedUserAgent } from '@keyledger/platform';
import type { FastifyRequest } from 'fastify';
import { clientAddressOf } from './client-address.js';

/** What is recorded with every event that comes of a request. */
export type RequestMetadata = Omit<EventMetadata, 'version'>;

const correlationId = /^[A-Za-z0-9._-]{1,100}$/;

export function requestMetadata(request: FastifyRequest, actor: string, at: number): RequestMetadata {
  // Either id may be the client's own choice, so that even a key would be well-formed here.
  const requestId = maskSecrets(request.id);
  const correlation = request.headers['x-correlation-id'];
  const ofOthers = typeof correlation === 'string' && correlationId.test(correlation);
  return {
    actor,
    requestId,
    correlationId: ofOthers ? maskSecrets(correlation) : requestId,
    causationId: requestId,
    clientAddress: clientAddressOf(request),
    userAgent: recordedUserAgent(request.headers['user-agent']),
    time: new Date(at).toISOString(),
  };
}
