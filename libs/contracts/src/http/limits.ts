import { limitCountMax } from '@keyledger/domain';
import { z } from 'zod';

const count = z.int().min(1).max(limitCountMax);
const limitName = z.string().max(100).meta({ description: 'Small letters, digits and hyphens, 40 at most.' });
const period = z.string().max(100).meta({
  description: 'ISO 8601 duration from a second to 366 days, without months and years: `PT1M`, `P1D`.',
});

const requestLimit = z
  .strictObject({
    name: limitName,
    kind: z.enum(['fixed', 'sliding']).meta({
      description:
        '`fixed`: counted anew at each multiple of the window since 1970 in UTC. `sliding`: in any period of that length.',
    }),
    requests: count,
    window: period,
  })
  .meta({ id: 'RequestLimit' });

const creditLimit = z
  .strictObject({
    name: limitName,
    kind: z.literal('credits'),
    credits: count.meta({ description: 'What is there at first, and at most. A request takes one.' }),
    refill: z
      .strictObject({ amount: count, every: period })
      .nullable()
      .meta({ description: 'What comes back, and how often; null: what is spent is gone.' }),
  })
  .meta({ id: 'CreditLimit' });

/** By its kind, so that what is wrong with a limit is told of the one that was meant. */
export const keyLimit = z
  .discriminatedUnion('kind', [requestLimit, creditLimit], { error: kindExpected })
  .meta({ id: 'KeyLimit' });

/** What is wrong inside a limit speaks for itself. */
function kindExpected({ code }: { readonly code: string }): string | undefined {
  return code === 'invalid_union' ? 'expected fixed, sliding or credits' : undefined;
}

/** How many there may be is for the domain to say. */
export const keyLimits = z.array(keyLimit).max(100).meta({
  description: 'How often the key may be used. A request takes one of each limit, or none of any.',
});

export const limitsBody = z.strictObject({ limits: keyLimits }).meta({ id: 'Limits' });
export type LimitsBody = z.infer<typeof limitsBody>;

/** What a verdict says of each limit of a key that would otherwise be accepted. */
export const limitState = z
  .strictObject({
    name: z.string(),
    limit: z.int().meta({ description: 'Requests in a window, or credits.' }),
    windowSeconds: z.int().nullable().meta({ description: 'Of the window, or of the refill; null: none.' }),
    remaining: z.int().min(0).meta({
      description: 'As far as the verifier knows; others may spend of the same limit.',
    }),
    resetSeconds: z.int().min(0).nullable().meta({
      description: 'When there may be more, in seconds from now; null: never.',
    }),
  })
  .meta({ id: 'LimitState' });
export type LimitStateAnswer = z.infer<typeof limitState>;
