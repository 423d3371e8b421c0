import { z } from 'zod';
import { instant } from './scalars.js';

const keyMaxLength = 512;

export const startSessionBody = z
  .strictObject({
    key: z.string().min(1).max(keyMaxLength).meta({ description: 'The value of an admin key.' }),
  })
  .meta({ id: 'StartSession' });
export type StartSessionBody = z.infer<typeof startSessionBody>;

const allowedOperations = z.array(z.string());

const session = z.strictObject({
  signedIn: z.literal(true),
  keyId: z.string().meta({ description: 'The key that was signed in with.' }),
  name: z.string().meta({ description: 'The name of that key.' }),
  scopes: z.array(z.string()).meta({ description: 'What the key holds now.' }),
  operations: allowedOperations.meta({
    description: 'Operations of Keyledger that the scopes allow on every account, without `keyledger:`.',
  }),
  accounts: z
    .array(z.strictObject({ id: z.string(), operations: allowedOperations }))
    .meta({ description: 'Accounts that scopes are narrowed to, and what they allow there besides.' }),
  csrfToken: z.string().meta({ description: 'To be sent as `X-CSRF-Token` with every write.' }),
  createdAt: instant,
  expiresAt: instant.meta({ description: 'When it ends if nothing more is sent.' }),
  endsAt: instant.meta({ description: 'When it ends in any case.' }),
});

export const sessionAnswer = session.meta({ id: 'Session' });
export type SessionAnswer = z.infer<typeof sessionAnswer>;

/** Whether anybody is signed in is an ordinary question of a page that opens: no error when nobody is. */
export const sessionState = z
  .discriminatedUnion('signedIn', [sessionAnswer, z.strictObject({ signedIn: z.literal(false) })])
  .meta({ id: 'SessionState' });
export type SessionStateAnswer = z.infer<typeof sessionState>;

export const sessionsEnded = z
  .strictObject({ ended: z.int().min(0).meta({ description: 'How many there were.' }) })
  .meta({ id: 'SessionsEnded' });
export type SessionsEndedAnswer = z.infer<typeof sessionsEnded>;
