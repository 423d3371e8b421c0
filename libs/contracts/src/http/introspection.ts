import { type Code, codes } from '@keyledger/domain';
import { z } from 'zod';

/** RFC 7662 section 2.1. What is not known is passed over, as RFC 6749 section 3.2 wants it. */
export const introspectionBody = z
  .object({
    token: z.string().min(1).meta({ description: 'The value that the caller presented.' }),
    token_type_hint: z
      .string()
      .optional()
      .meta({ description: 'Has no effect: there is one kind of token.' }),
    client_address: z.string().optional().meta({
      description:
        'Ours: where the token was presented from. A key with an address list is inactive without.',
    }),
  })
  .meta({ id: 'IntrospectionRequest' });

/** RFC 7662 section 2.2. */
export const introspection = z
  .strictObject({
    active: z.boolean().meta({ description: 'False: nothing else is said.' }),
    scope: z.string().optional().meta({ description: 'The scopes of the key, separated by spaces.' }),
    client_id: z.string().optional().meta({ description: 'The id of the key.' }),
    token_type: z.literal('Bearer').optional(),
    sub: z.string().optional().meta({ description: 'The account of the key.' }),
    exp: z.int().optional().meta({
      description: 'When it ends, by its expiry or its rotation, in seconds since 1970; absent: not set.',
    }),
  })
  .meta({ id: 'Introspection' });

export type IntrospectionAnswer = z.infer<typeof introspection>;

/** RFC 6749 section 5.2. */
export const oauthError = z
  .strictObject({ error: z.string(), error_description: z.string() })
  .meta({ id: 'OAuthError' });

export interface OAuthErrorAnswer {
  readonly status: number;
  readonly body: z.infer<typeof oauthError>;
}

/**
 * A problem as clients of RFC 7662 know it. Section 2.3 answers 401 wherever the caller's own credentials do not do,
 * where they are not sufficient too; 503 is told by the word that RFC 6749 section 4.1.2.1 has for it.
 */
export function oauthErrorOf(code: Code, detail: string = codes[code].doc): OAuthErrorAnswer {
  const { status } = codes[code];
  const error_description = descriptionText(`${code}: ${detail}`);
  if (status === 401 || status === 403)
    return { status: 401, body: { error: 'invalid_client', error_description } };
  if (status === 503) return { status, body: { error: 'temporarily_unavailable', error_description } };
  const error = status >= 500 ? 'server_error' : 'invalid_request';
  return { status, body: { error, error_description } };
}

/** RFC 6749 section 5.2: printable ASCII without quotation marks and backslashes. */
function descriptionText(text: string): string {
  return text.replaceAll('’', "'").replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "'");
}
