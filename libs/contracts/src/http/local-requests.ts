import { z } from 'zod';
import { localVerifierName } from './local-verifiers.js';
import { instant } from './scalars.js';

/** Requests of one batch. */
export const localRequestsMax = 500;
const operationCharactersMax = 200;
const textCharactersMax = 100;
const userAgentCharactersMax = 8_192;

/** Codes that a verdict on a key that is known may have. */
export const localRequestCodes = [
  'VALID',
  'INVALID_SECRET',
  'KEY_REVOKED',
  'KEY_ROTATED',
  'KEY_EXPIRED',
  'KEY_DISABLED',
  'API_ACCESS_DISABLED',
  'ADDRESS_NOT_ALLOWED',
  'INSUFFICIENT_SCOPE',
] as const;

const localRequest = z.strictObject({
  keyId: z.string().max(textCharactersMax),
  operation: z.string().max(operationCharactersMax).nullable(),
  code: z.enum(localRequestCodes),
  clientAddress: z.string().max(textCharactersMax).nullable(),
  userAgent: z.string().max(userAgentCharactersMax).nullable(),
  time: instant.meta({ description: 'When it was decided.' }),
});
export type LocalRequest = z.infer<typeof localRequest>;

export const localRequestsBody = z
  .strictObject({
    name: localVerifierName,
    producer: z.uuid().meta({ description: 'Of the process that decided; another with every start.' }),
    firstSequence: z.int().min(1).meta({
      description: 'Number of the first request: they are numbered from 1 on, without gaps.',
    }),
    requests: z.array(localRequest).min(1).max(localRequestsMax),
  })
  .meta({ id: 'LocalRequests' });
export type LocalRequestsBody = z.infer<typeof localRequestsBody>;

export const localRequestsAnswer = z
  .strictObject({
    recorded: z.int().min(0),
    repeated: z.int().min(0).meta({ description: 'Had come before.' }),
    ignored: z.int().min(0).meta({
      description: 'Name a key that the caller may not ask about, or no operation.',
    }),
  })
  .meta({ id: 'LocalRequestsRecorded' });
export type LocalRequestsAnswer = z.infer<typeof localRequestsAnswer>;
