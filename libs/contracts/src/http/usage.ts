import { z } from 'zod';
import { instant, instantFilter } from './scalars.js';

export const usageCount = z
  .strictObject({
    hour: instant.meta({ description: 'Start of the hour, UTC.' }),
    operation: z.string().nullable().optional().meta({
      description:
        'With `by=operation`. Null: none was asked about. `(other)`: beyond the bound on operations per hour.',
    }),
    network: z.string().nullable().optional().meta({
      description:
        'With `by=network`: 192.0.2.0/24 or 2001:db8::/48. Null: not known. `(other)`: beyond the bound on networks per hour.',
    }),
    code: z.string().meta({ description: 'The verdict.' }),
    count: z.int().min(1),
  })
  .meta({ id: 'UsageCount' });

export const keyUsage = z
  .strictObject({
    items: z.array(usageCount),
    truncated: z
      .boolean()
      .meta({ description: 'True: there are more than are answered at once; ask for a shorter time.' }),
  })
  .meta({ id: 'KeyUsage' });
export type KeyUsageAnswer = z.infer<typeof keyUsage>;

export const usageQuery = z.strictObject({
  from: instantFilter.optional().meta({ description: 'From this hour on; 7 days ago if not given.' }),
  by: z.enum(['operation', 'network']).optional().meta({
    description: 'What to count by beside hour and outcome; `operation` if not given.',
  }),
  to: instantFilter.optional().meta({ description: 'Before this hour; now if not given.' }),
});
export type UsageQuery = z.infer<typeof usageQuery>;
