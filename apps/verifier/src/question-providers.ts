import { digestOf } from '@keyledger/composition';
import { CLOCK, CONFIG, type Clock, type Config } from '@keyledger/platform';
import { RequestRecorder } from '@keyledger/recording';
import { KeyLimiter, LiveIndex } from '@keyledger/verification';
import type { Provider } from '@nestjs/common';
import { BatchEndpoint } from './batch-endpoint.js';
import { CallerAuthentication } from './caller-authentication.js';
import { IntrospectEndpoint } from './introspect-endpoint.js';
import { Overload } from './overload.js';
import { VerdictCounts } from './verdict-counts.js';
import { VerifyEndpoint } from './verify-endpoint.js';

/** What answers callers with a service key. */
export const questionProviders: readonly Provider[] = [
  {
    provide: Overload,
    inject: [CLOCK, CONFIG],
    useFactory: (clock: Clock, { shedLagMs }: Config) => new Overload({ clock, lagMaxMs: shedLagMs }),
  },
  {
    provide: CallerAuthentication,
    inject: [LiveIndex, CLOCK],
    useFactory: (live: LiveIndex, clock: Clock) => new CallerAuthentication(live, digestOf, clock),
  },
  {
    provide: VerifyEndpoint,
    inject: [LiveIndex, KeyLimiter, CallerAuthentication, RequestRecorder, VerdictCounts, Overload, CLOCK],
    useFactory: (
      ...[live, limiter, callers, recorder, counts, overload, clock]: [
        LiveIndex,
        KeyLimiter,
        CallerAuthentication,
        RequestRecorder,
        VerdictCounts,
        Overload,
        Clock,
      ]
    ) => new VerifyEndpoint({ live, limiter, callers, recorder, counts, overload, clock }),
  },
  {
    provide: BatchEndpoint,
    inject: [LiveIndex, CallerAuthentication, VerifyEndpoint, Overload],
    useFactory: (
      ...[live, callers, verify, overload]: [LiveIndex, CallerAuthentication, VerifyEndpoint, Overload]
    ) => new BatchEndpoint({ live, callers, verify, overload }),
  },
  {
    provide: IntrospectEndpoint,
    inject: [LiveIndex, CallerAuthentication, VerifyEndpoint],
    useFactory: (live: LiveIndex, callers: CallerAuthentication, verify: VerifyEndpoint) =>
      new IntrospectEndpoint({ live, callers, verify }),
  },
];
