import { alertRules, alertSeverities } from '@keyledger/domain';
import { z } from 'zod';
import type { LedgerEvent } from '../events/ledger-event.js';
import type { TopicMessage } from './cloud-event.js';
import { keyEventDataSchema, toKeyEventMessage } from './key-event-message.js';

/** As on `keyledger.keys.v1`, but in order per alert: what happens to an alert goes to one partition. */
export function toAlertMessage(recorded: LedgerEvent): TopicMessage {
  const { data } = recorded.event;
  const key = 'alertId' in data ? data.alertId : data.accountId;
  return { ...toKeyEventMessage(recorded), key };
}

/** What events about one alert say; those about mutes and policies have no `alertId`. */
export const alertEventDataSchema = keyEventDataSchema.extend({
  alertId: z.string().optional(),
  rule: z.enum(alertRules).optional(),
  severity: z.enum(alertSeverities).optional().meta({ description: 'Of AlertRaised and AlertRecurred.' }),
  count: z.int().min(1).optional(),
  firstSeenAt: z.iso.datetime().optional(),
  lastSeenAt: z.iso.datetime().optional(),
});
