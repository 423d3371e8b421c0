import { codes, type Code } from '@keyledger/domain';
import { z } from 'zod';

/** RFC 9457, with a `code` from the one table. */
export const problemDetails = z
  .looseObject({
    type: z.string().meta({ format: 'uri-reference' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(codes) as [Code, ...Code[]]).meta({ id: 'Code' }),
    detail: z.string(),
    instance: z.string().meta({ description: 'The path that was asked, or the request id.' }),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'Where the request has not the documented shape (JSON pointers).' }),
  })
  .meta({ id: 'Problem' });

export type ProblemDetails = z.infer<typeof problemDetails>;
