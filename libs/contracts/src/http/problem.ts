import { codes, type Code } from '@keyledger/domain';
import { z } from 'zod';

/** Where in a request something is wrong. */
export const fieldError = z.strictObject({ path: z.string(), message: z.string() });

/** RFC 9457, with a `code` from the one table. */
export const problemDetails = z
  .looseObject({
    type: z.string().meta({ format: 'uri', description: 'Documentation of the code.' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(codes) as [Code, ...Code[]]).meta({ id: 'Code' }),
    detail: z.string().optional().meta({ description: 'What is particular to this occurrence.' }),
    requestId: z.string().optional().meta({ description: 'Finds the request in our logs.' }),
    errors: z
      .array(fieldError)
      .optional()
      .meta({ description: 'Where the request is wrong, by dotted paths such as `scopes.0`.' }),
    sufficientScope: z.string().optional().meta({ description: 'With FORBIDDEN: a scope that would do.' }),
  })
  .meta({ id: 'Problem' });

export type ProblemDetails = z.infer<typeof problemDetails>;
