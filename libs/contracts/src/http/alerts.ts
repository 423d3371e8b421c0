import { alertResponses, alertRules, alertSeverities } from '@keyledger/domain';
import { z } from 'zod';
import { actor } from './accounts.js';
import { filterText, instant, minPosition, nextCursor, pageQuery, positionText } from './scalars.js';
import { commentText } from './text.js';

const rule = z
  .enum(alertRules)
  .meta({ id: 'AlertRule', description: 'What was seen; see docs/detection.md.' });
const severity = z.enum(alertSeverities).meta({ id: 'AlertSeverity' });
const status = z.enum(['open', 'acknowledged', 'resolved']).meta({ id: 'AlertStatus' });
const response = z.enum(alertResponses).meta({
  id: 'AlertResponse',
  description: 'What Keyledger does to the key because of an alert; never because of one that is `info`.',
});
const keyId = z.string().nullable().meta({ description: 'Null: it is about no one key.' });

export const alert = z
  .strictObject({
    id: z.uuid(),
    account: z.string(),
    rule,
    severity,
    status,
    keyId,
    count: z.int().min(1).meta({
      description: 'Signals, as last recorded: when it doubles, gets worse, or an hour has passed.',
    }),
    firstSeenAt: instant,
    lastSeenAt: instant,
    evidence: z
      .record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
      .meta({ description: 'What the latest signal rests on.' }),
    response,
    comment: z
      .string()
      .nullable()
      .meta({ description: 'Of whoever acknowledged it or, later, resolved it.' }),
    acknowledgedAt: instant.nullable(),
    acknowledgedBy: actor.nullable(),
    resolvedAt: instant.nullable(),
    resolvedBy: actor.nullable(),
  })
  .meta({ id: 'Alert' });
export type AlertAnswer = z.infer<typeof alert>;

export const alertPage = z.strictObject({ items: z.array(alert), nextCursor }).meta({ id: 'AlertPage' });
export type AlertPageAnswer = z.infer<typeof alertPage>;

export const listAlertsQuery = z.strictObject({
  status: status.optional(),
  rule: rule.optional(),
  severity: severity.optional(),
  keyId: filterText.optional().meta({ description: 'Key id.' }),
  ...pageQuery,
  minPosition: minPosition.optional(),
});
export type ListAlertsQuery = z.infer<typeof listAlertsQuery>;

export const alertMute = z
  .strictObject({
    id: z.uuid(),
    rule,
    keyId: z.string().nullable().meta({ description: 'Null: of every key.' }),
    until: instant.nullable().meta({ description: 'Null: until it is ended.' }),
    reason: z.string(),
    mutedAt: instant,
    mutedBy: actor,
  })
  .meta({ id: 'AlertMute' });
export type AlertMuteAnswer = z.infer<typeof alertMute>;

export const alertMuteList = z.strictObject({ items: z.array(alertMute) }).meta({ id: 'AlertMuteList' });
export type AlertMuteListAnswer = z.infer<typeof alertMuteList>;

export const muteBody = z
  .strictObject({
    rule,
    keyId: filterText.nullable().optional(),
    until: z
      .string()
      .nullable()
      .optional()
      .meta({ format: 'date-time', description: 'ISO 8601 with an offset or Z; none: until it is ended.' }),
    reason: commentText,
  })
  .meta({ id: 'MuteAlerts' });
export type MuteBody = z.infer<typeof muteBody>;

export const muted = z.strictObject({ mute: alertMute, position: positionText }).meta({ id: 'AlertsMuted' });
export type MutedAnswer = z.infer<typeof muted>;

const settings = z
  .record(z.string(), z.number())
  .meta({ description: 'Numbers of the rule that the account sets for itself; see `defaults`.' });

const rulePolicy = z
  .strictObject({
    enabled: z.boolean(),
    severity: severity.nullable().meta({ description: 'Null: as the rule judges each.' }),
    response,
    settings,
  })
  .meta({ id: 'AlertRulePolicy' });

export const alertPolicy = z
  .strictObject({
    rules: z.record(rule, rulePolicy),
    defaults: z
      .record(rule, z.record(z.string(), z.number()))
      .meta({ description: 'The numbers of each rule where the account has set none.' }),
  })
  .meta({ id: 'AlertPolicy' });
export type AlertPolicyAnswer = z.infer<typeof alertPolicy>;

export const alertPolicyBody = z.strictObject({ rules: z.partialRecord(rule, rulePolicy.partial()) }).meta({
  id: 'ChangeAlertPolicy',
  description: 'The whole policy: what is left out is as everywhere from now on.',
});
export type AlertPolicyBody = z.infer<typeof alertPolicyBody>;
