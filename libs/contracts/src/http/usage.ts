import { z } from 'zod';
import { instant, instantFilter } from './scalars.js';

const buckets = ['minute', 'hour', 'day'] as const;
const bucket = z.enum(buckets);

const count = z.int().min(1);
const code = z.string().meta({ description: 'The verdict.' });
const accepted = z.int().min(0).meta({ description: 'Requests whose verdict was VALID.' });
const refused = z.int().min(0).meta({ description: 'All others.' });
const network = z.string().nullable().meta({
  description:
    '192.0.2.0/24 or 2001:db8::/48. Null: not known. `(other)`: beyond the bound on networks per bucket.',
});
const operation = z.string().nullable().meta({
  description: 'Null: none was asked about. `(other)`: beyond the bound on operations per bucket.',
});
const start = instant.meta({ description: 'Start of the bucket, UTC.' });
const keyName = z.string().nullable().meta({ description: 'Null: not known yet.' });

export const usageCount = z
  .strictObject({
    start,
    hour: instant.optional().meta({ description: 'The same as `start`, where buckets are hours.' }),
    operation: operation.optional().meta({ description: 'With `by=operation`.' }),
    network: network.optional().meta({ description: 'With `by=network`.' }),
    code,
    count,
  })
  .meta({ id: 'UsageCount' });

export const keyUsage = z
  .strictObject({
    bucket,
    items: z.array(usageCount),
    truncated: z
      .boolean()
      .meta({ description: 'True: there are more than are answered at once; ask for a shorter time.' }),
  })
  .meta({ id: 'KeyUsage' });
export type KeyUsageAnswer = z.infer<typeof keyUsage>;

const period = {
  from: instantFilter
    .optional()
    .meta({ description: 'From the bucket on that this is in; 7 days before `to` if not given.' }),
  to: instantFilter.optional().meta({ description: 'Buckets that begin before this; now if not given.' }),
  bucket: bucket.optional().meta({
    description:
      'Minutes are kept for 2 days, hours for 90, days for two years. Hours if not given, days where hours are not kept or too many.',
  }),
};

export const usageQuery = z.strictObject({
  ...period,
  by: z.enum(['operation', 'outcome', 'network']).optional().meta({
    description: 'What to count by beside bucket and outcome; `operation` if not given.',
  }),
});
export type UsageQuery = z.infer<typeof usageQuery>;

export const accountUsageQuery = z.strictObject(period);
export type AccountUsageQuery = z.infer<typeof accountUsageQuery>;

export const accountUsage = z
  .strictObject({
    from: instant,
    to: instant,
    bucket,
    accepted,
    refused,
    series: z.array(z.strictObject({ start, code, count })).meta({ description: 'Latest first.' }),
    seriesByOperation: z.array(z.strictObject({ start, operation, count })).meta({
      description: 'Of the operations that were asked about most, whatever the verdict; latest first.',
    }),
    refusals: z
      .array(z.strictObject({ code, count }))
      .meta({ description: 'By verdict, the most frequent first.' }),
    operations: z
      .array(z.strictObject({ operation, accepted, refused }))
      .meta({ description: 'The most frequent ones.' }),
    networks: z
      .array(z.strictObject({ network, accepted, refused }))
      .meta({ description: 'The most frequent ones.' }),
    topKeys: z
      .array(z.strictObject({ keyId: z.string(), name: keyName, accepted, refused }))
      .meta({ description: 'Keys that were used or tried most.' }),
  })
  .meta({ id: 'AccountUsage' });
export type AccountUsageAnswer = z.infer<typeof accountUsage>;

const activityFields = {
  time: instant,
  operation: z.string().nullable(),
  code,
  clientAddress: z.string().nullable().meta({ description: 'As far as the account has it kept.' }),
  userAgent: z.string().nullable().meta({ description: 'The client software, as it calls itself.' }),
  verifier: z.string().nullable().meta({ description: 'The process that decided.' }),
};

export const activity = z
  .strictObject({ items: z.array(z.strictObject(activityFields)) })
  .meta({ id: 'KeyActivity' });
export type ActivityAnswer = z.infer<typeof activity>;

const failedRequest = z.strictObject({
  keyId: z.string(),
  name: keyName,
  code,
  network,
  count,
  lastRefused: z
    .strictObject(activityFields)
    .nullable()
    .meta({ description: 'The last refused request of the key, from wherever.' }),
});

export const failedRequests = z
  .strictObject({ from: instant, to: instant, items: z.array(failedRequest), truncated: z.boolean() })
  .meta({ id: 'FailedRequests' });
export type FailedRequestsAnswer = z.infer<typeof failedRequests>;

/** Data of an event of the stream of live activity. */
export const liveRequest = z.strictObject({ keyId: z.string(), ...activityFields });
export type LiveRequest = z.infer<typeof liveRequest>;
