import { z } from 'zod';
import type { FreshnessAnswer } from '../verification/verification-feed.js';
import type { HttpOperation } from './operation.js';
import { positionText } from './scalars.js';

const freshness = z
  .strictObject({
    position: positionText,
    stalenessMs: z.int().min(0).meta({
      description: 'What the log held so long before the answer lies at `position` or before it.',
    }),
  })
  .meta({ id: 'Freshness' }) satisfies z.ZodType<FreshnessAnswer>;

const forLocalVerifiers =
  'For verifiers in other processes, such as the SDK’s: docs/sdk.md says what is promised. Callers see the keys of the accounts ' +
  'that they may ask about. No line holds a secret.';

export const readFreshness = {
  operationId: 'readFreshness',
  method: 'GET',
  path: '/v1/freshness',
  tag: 'Verification',
  summary: 'How far this verifier is, and how old the proof is',
  description: forLocalVerifiers,
  requires: 'Verify',
  target: 'visible',
  success: {
    status: 200,
    description: 'As of now.',
    schema: freshness,
    example: { position: '4711', stalenessMs: 3 },
  },
  codes: ['STALE'],
} as const satisfies HttpOperation;

export const readSnapshot = {
  operationId: 'readSnapshot',
  method: 'GET',
  path: '/v1/snapshot',
  tag: 'Verification',
  summary: 'Everything that verdicts depend on',
  description: forLocalVerifiers,
  requires: 'Verify',
  target: 'visible',
  success: {
    status: 200,
    description: 'A line of JSON each: the position, the rows, and an end with their number.',
    mediaType: 'application/x-ndjson',
    schema: z.string(),
    example:
      '{"kind":"snapshot","position":"4711","accounts":["acme"]}\n{"kind":"account",…}\n{"kind":"key",…}\n{"kind":"end","rows":2}\n',
  },
  codes: ['OVERLOADED', 'DATABASE_UNAVAILABLE'],
} as const satisfies HttpOperation;

export const followEvents = {
  operationId: 'followEvents',
  method: 'GET',
  path: '/v1/events',
  tag: 'Verification',
  summary: 'Every change that verdicts depend on, as it comes',
  description: forLocalVerifiers,
  requires: 'Verify',
  target: 'visible',
  query: z.strictObject({ after: positionText.meta({ description: 'Where to go on.' }) }),
  success: {
    status: 200,
    description:
      'A line of JSON each, for as long as both sides want: events, and every second how far they have come.',
    mediaType: 'application/x-ndjson',
    schema: z.string(),
    example:
      '{"kind":"view","accounts":["acme"]}\n{"kind":"event","position":"4712","event":{…}}\n{"kind":"position","position":"4712","caughtUp":true}\n',
  },
  codes: ['OVERLOADED'],
} as const satisfies HttpOperation;
