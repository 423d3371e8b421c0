import { CLOCK, CONFIG, type Clock, type Config, IDS, type Ids, POOL } from '@keyledger/platform';
import { type AttemptBounds, AttemptLimiter, Sessions } from '@keyledger/sessions';
import { LiveIndex } from '@keyledger/verification';
import type { Provider } from '@nestjs/common';
import type pg from 'pg';
import { Authenticator } from '../auth/authenticator.js';
import { Ledger } from '../ledger/ledger.js';
import { SessionAuthenticator } from './session-authenticator.js';
import { SessionReader } from './session-reader.js';
import { SigningIn } from './signing-in.js';
import { SigningOut } from './signing-out.js';

/** Keys cannot be guessed; this keeps trying from costing anything. */
const attemptBounds: AttemptBounds = {
  perClientMax: 10,
  everybodyMax: 600,
  windowMs: 60_000,
  clientsMax: 10_000,
};

export const sessionProviders: readonly Provider[] = [
  {
    provide: Sessions,
    inject: [POOL, CLOCK, IDS, CONFIG],
    useFactory: (pool: pg.Pool, clock: Clock, ids: Ids, config: Config) => {
      const bounds = { idleMs: config.sessionIdleMs, absoluteMs: config.sessionMaxMs };
      return new Sessions({ pool, clock, ids, bounds });
    },
  },
  {
    provide: SessionAuthenticator,
    inject: [Sessions, LiveIndex, CONFIG],
    useFactory: (sessions: Sessions, index: LiveIndex, { publicUrl }: Config) =>
      new SessionAuthenticator({ sessions, index, publicUrl }),
  },
  {
    provide: Authenticator,
    inject: [LiveIndex, SessionAuthenticator],
    useFactory: (index: LiveIndex, sessions: SessionAuthenticator) => new Authenticator(index, sessions),
  },
  {
    provide: AttemptLimiter,
    inject: [CLOCK],
    useFactory: (clock: Clock) => new AttemptLimiter(attemptBounds, () => clock.monotonicMs()),
  },
  {
    provide: SessionReader,
    inject: [SessionAuthenticator, Ledger, Sessions],
    useFactory: (authenticator: SessionAuthenticator, ledger: Ledger, sessions: Sessions) =>
      new SessionReader(authenticator, ledger, sessions),
  },
  SigningIn,
  SigningOut,
];
