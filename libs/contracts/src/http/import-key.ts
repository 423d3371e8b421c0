import { z } from 'zod';
import { createKeyBody, keyCreated } from './keys.js';

const digestText = /^(?:[0-9A-Fa-f]{64}|[A-Za-z0-9_-]{43})$/;
/** As the domain has it; beyond that it might be the whole of a secret. */
const visibleStartText = /^[\x21-\x7e]{1,20}$/;

export const importKeyBody = createKeyBody
  .omit({ kind: true })
  .extend({
    digest: z.strictObject({
      algorithm: z.literal('sha256'),
      value: z.string().regex(digestText, 'is no SHA-256 digest').meta({
        description:
          'Of the whole value in UTF-8: 64 hexadecimal digits, or base64url without padding. The value itself is never sent.',
      }),
    }),
    visibleStart: z.string().regex(visibleStartText, '1 to 20 visible ASCII characters').optional().meta({
      description:
        'First characters of the value, for people to recognise it by; if not given, those of the digest.',
    }),
  })
  .meta({ id: 'ImportKey' });
export type ImportKeyBody = z.infer<typeof importKeyBody>;

export const keyImported = keyCreated.omit({ value: true }).meta({ id: 'KeyImported' });
export type KeyImportedAnswer = z.infer<typeof keyImported>;
