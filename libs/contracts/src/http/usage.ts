import { z } from 'zod';
import { instant, instantFilter } from './scalars.js';

export const usageCount = z
  .strictObject({
    hour: instant.meta({ description: 'Start of the hour, UTC.' }),
    operation: z.string().nullable().meta({
      description: 'Null: none was asked about. `(other)`: beyond the bound on operations per hour.',
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
  to: instantFilter.optional().meta({ description: 'Before this hour; now if not given.' }),
});
export type UsageQuery = z.infer<typeof usageQuery>;
