import { alertRules, alertSeverities, webhookDisabledReasons, webhookUrlLengthMax } from '@keyledger/domain';
import { z } from 'zod';
import { eventTypes } from './audit.js';
import { filterText, instant, nextCursor, pageQuery, positionText } from './scalars.js';
import { commentText } from './text.js';

const filterEntriesMax = 100;

const filterLists = {
  eventTypes: z
    .array(z.enum(eventTypes))
    .max(filterEntriesMax)
    .meta({ description: 'Types of events, such as `KeyRevoked`; none: all.' }),
  rules: z
    .array(z.enum(alertRules))
    .max(filterEntriesMax)
    .meta({ description: 'Rules of alerts; none: all.' }),
  severities: z
    .array(z.enum(alertSeverities))
    .max(filterEntriesMax)
    .meta({ description: 'Of alerts that are raised or recur; none: all.' }),
  keyIds: z
    .array(filterText)
    .max(filterEntriesMax)
    .meta({ description: 'Keys; none: all, and the account.' }),
};

export const webhookFilter = z.strictObject(filterLists).meta({
  id: 'WebhookFilter',
  description: 'An event is sent that passes every list.',
});

/** What is left out lets everything pass. */
const wantedFilter = z.strictObject(filterLists).partial().meta({ id: 'WantedWebhookFilter' });

const url = z.string().min(1).max(webhookUrlLengthMax).meta({
  format: 'uri',
  description: 'Begins with https:// and holds no credentials. Public: whoever may read the account sees it.',
});
const description = commentText.nullable();
const secret = z.string().meta({
  description: '`whsec_…`: what signatures are verified with. Shown once and nowhere else.',
});

export const webhook = z
  .strictObject({
    id: z.string(),
    account: z.string(),
    url: z.string(),
    description: z.string().nullable(),
    filter: webhookFilter,
    enabled: z.boolean(),
    disabledBecause: z
      .enum(webhookDisabledReasons)
      .nullable()
      .meta({ description: 'Asked by somebody; or it failed for five days; or it answered 410.' }),
    failingSince: instant
      .nullable()
      .meta({ description: 'Null: the last delivery arrived, or there was none.' }),
    previousSecretEndsAt: instant
      .nullable()
      .meta({ description: 'Until then what is sent is signed with the previous secret as well.' }),
    addedAt: instant,
  })
  .meta({ id: 'Webhook' });
export type WebhookAnswer = z.infer<typeof webhook>;

export const webhookList = z.strictObject({ items: z.array(webhook) }).meta({ id: 'WebhookList' });
export type WebhookListAnswer = z.infer<typeof webhookList>;

export const addWebhookBody = z
  .strictObject({ url, description: description.optional(), filter: wantedFilter.optional() })
  .meta({ id: 'AddWebhook' });
export type AddWebhookBody = z.infer<typeof addWebhookBody>;

export const webhookAdded = z
  .strictObject({ webhook, secret, position: positionText })
  .meta({ id: 'WebhookAdded' });
export type WebhookAddedAnswer = z.infer<typeof webhookAdded>;

export const changeWebhookBody = z
  .strictObject({
    url: url.optional(),
    description: description.optional(),
    filter: wantedFilter.optional().meta({ description: 'The whole filter.' }),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'ChangeWebhook', description: 'What is left out stays as it is.' });
export type ChangeWebhookBody = z.infer<typeof changeWebhookBody>;

const overlapHoursMax = 168;
export const overlapHoursDefault = 24;

export const rotateSecretBody = z
  .strictObject({
    overlapHours: z
      .number()
      .min(0)
      .max(overlapHoursMax)
      .default(overlapHoursDefault)
      .meta({ description: 'For how long the previous secret signs as well.' }),
  })
  .meta({ id: 'RotateWebhookSecret' });
export type RotateSecretBody = z.infer<typeof rotateSecretBody>;

export const secretRotated = z
  .strictObject({ secret, previousEndsAt: instant, position: positionText })
  .meta({ id: 'WebhookSecretRotated' });
export type SecretRotatedAnswer = z.infer<typeof secretRotated>;

const deliveryStatus = z.enum(['pending', 'delivered', 'dead']).meta({
  id: 'WebhookDeliveryStatus',
  description: 'Dead: it was given up, and can be replayed.',
});

export const delivery = z
  .strictObject({
    id: z.string().meta({ description: 'The `webhook-id` that it is sent under, each time.' }),
    eventType: z.string(),
    keyId: z.string().nullable(),
    status: deliveryStatus,
    attempts: z.int().min(0),
    createdAt: instant,
    nextAttemptAt: instant.nullable().meta({ description: 'Null: there is none to come.' }),
    lastAttemptAt: instant.nullable(),
    lastStatus: z.int().nullable().meta({ description: 'HTTP status of the last answer; null: none came.' }),
    lastError: z.string().nullable(),
    lastResponse: z.string().nullable().meta({ description: 'Start of the last answer.' }),
    body: z.string().meta({ description: 'What is sent, to the byte.' }),
  })
  .meta({ id: 'WebhookDelivery' });
export type DeliveryAnswer = z.infer<typeof delivery>;

export const deliveryPage = z
  .strictObject({ items: z.array(delivery), nextCursor })
  .meta({ id: 'WebhookDeliveryPage' });
export type DeliveryPageAnswer = z.infer<typeof deliveryPage>;

export const listDeliveriesQuery = z.strictObject({ status: deliveryStatus.optional(), ...pageQuery });
export type ListDeliveriesQuery = z.infer<typeof listDeliveriesQuery>;
