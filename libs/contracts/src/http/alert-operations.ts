import { changed, commentBody, freshnessQuery } from './accounts.js';
import { exampleAlert, exampleAlertPolicy, exampleMute } from './alert-examples.js';
import {
  alert,
  alertMuteList,
  alertPage,
  alertPolicy,
  alertPolicyBody,
  listAlertsQuery,
  muteBody,
  muted,
} from './alerts.js';
import { exampleChange } from './examples.js';
import {
  codesOfBodies,
  codesOfReads,
  codesOfRevisions,
  codesOfWrites,
  etagHeader,
  type HttpOperation,
} from './operation.js';

const alertParameter = { alert: { description: 'The id of the alert.', example: exampleAlert.id } };
const muteParameter = { mute: { description: 'The id of the mute.', example: exampleMute.id } };

export const listAlerts = {
  operationId: 'listAlerts',
  method: 'GET',
  path: '/v1/accounts/{account}/alerts',
  tag: 'Alerts',
  summary: 'List the alerts of an account',
  requires: 'ListAlerts',
  target: 'account',
  query: listAlertsQuery,
  success: {
    status: 200,
    description: 'A page of alerts, the last raised first.',
    schema: alertPage,
    example: { items: [exampleAlert], nextCursor: null },
  },
  codes: [...codesOfReads, 'ACCOUNT_NOT_FOUND', 'INVALID_CURSOR'],
} as const satisfies HttpOperation;

export const getAlert = {
  operationId: 'getAlert',
  method: 'GET',
  path: '/v1/accounts/{account}/alerts/{alert}',
  tag: 'Alerts',
  summary: 'An alert and what it rests on',
  requires: 'ListAlerts',
  target: 'account',
  parameters: alertParameter,
  query: freshnessQuery,
  success: { status: 200, description: 'The alert.', schema: alert, example: exampleAlert },
  codes: [...codesOfReads, 'ACCOUNT_NOT_FOUND', 'ALERT_NOT_FOUND'],
} as const satisfies HttpOperation;

const handled = { status: 200, description: 'It is so.', schema: changed, example: exampleChange } as const;
const codesOfHandling = [
  ...codesOfBodies,
  ...codesOfWrites,
  'INVALID_COMMENT',
  'ACCOUNT_NOT_FOUND',
  'ALERT_NOT_FOUND',
  'ALERT_ALREADY_RESOLVED',
] as const;

export const acknowledgeAlert = {
  operationId: 'acknowledgeAlert',
  method: 'POST',
  path: '/v1/accounts/{account}/alerts/{alert}/acknowledge',
  tag: 'Alerts',
  summary: 'Say that somebody looks at an alert',
  requires: 'HandleAlerts',
  target: 'account',
  parameters: alertParameter,
  body: { schema: commentBody.default({}), example: { comment: 'Asking the team' }, required: false },
  success: { ...handled, headers: etagHeader },
  codes: [...codesOfHandling, 'ALERT_ALREADY_ACKNOWLEDGED'],
} as const satisfies HttpOperation;

export const resolveAlert = {
  operationId: 'resolveAlert',
  method: 'POST',
  path: '/v1/accounts/{account}/alerts/{alert}/resolve',
  tag: 'Alerts',
  summary: 'Be done with an alert: what comes from now on is another one',
  requires: 'HandleAlerts',
  target: 'account',
  parameters: alertParameter,
  body: { schema: commentBody.default({}), example: { comment: 'A deployment' }, required: false },
  success: { ...handled, headers: etagHeader },
  codes: codesOfHandling,
} as const satisfies HttpOperation;

export const listAlertMutes = {
  operationId: 'listAlertMutes',
  method: 'GET',
  path: '/v1/accounts/{account}/alert-mutes',
  tag: 'Alerts',
  summary: 'What nobody wants to hear of',
  requires: 'ListAlerts',
  target: 'account',
  query: freshnessQuery,
  success: {
    status: 200,
    description: 'The mutes that are not over, newest first.',
    schema: alertMuteList,
    example: { items: [exampleMute] },
  },
  codes: [...codesOfReads, 'ACCOUNT_NOT_FOUND'],
} as const satisfies HttpOperation;

export const muteAlerts = {
  operationId: 'muteAlerts',
  method: 'POST',
  path: '/v1/accounts/{account}/alert-mutes',
  tag: 'Alerts',
  summary: 'Raise no alerts of a rule, for a key or for all, for a time or until further notice',
  requires: 'MuteAlerts',
  target: 'account',
  body: {
    schema: muteBody,
    example: { rule: 'new-network', keyId: exampleMute.keyId, until: exampleMute.until, reason: 'A move' },
  },
  success: {
    status: 201,
    description: 'It is muted. Alerts that are open stay so.',
    schema: muted,
    example: { mute: exampleMute, position: '4711' },
  },
  codes: [
    ...codesOfBodies,
    ...codesOfWrites,
    'INVALID_COMMENT',
    'INVALID_EXPIRY',
    'ACCOUNT_NOT_FOUND',
    'TOO_MANY_ALERT_MUTES',
  ],
} as const satisfies HttpOperation;

export const unmuteAlerts = {
  operationId: 'unmuteAlerts',
  method: 'DELETE',
  path: '/v1/accounts/{account}/alert-mutes/{mute}',
  tag: 'Alerts',
  summary: 'End a mute',
  requires: 'MuteAlerts',
  target: 'account',
  parameters: muteParameter,
  success: { ...handled, headers: etagHeader },
  codes: [...codesOfWrites, 'ACCOUNT_NOT_FOUND', 'ALERT_MUTE_NOT_FOUND'],
} as const satisfies HttpOperation;

export const readAlertPolicy = {
  operationId: 'readAlertPolicy',
  method: 'GET',
  path: '/v1/accounts/{account}/alert-policy',
  tag: 'Alerts',
  summary: 'What the account wants of each rule',
  requires: 'ListAlerts',
  target: 'account',
  success: {
    status: 200,
    description: 'Every rule.',
    schema: alertPolicy,
    example: exampleAlertPolicy,
    headers: etagHeader,
  },
  codes: ['LOG_UNAVAILABLE', 'ACCOUNT_NOT_FOUND'],
} as const satisfies HttpOperation;

export const changeAlertPolicy = {
  operationId: 'changeAlertPolicy',
  method: 'PUT',
  path: '/v1/accounts/{account}/alert-policy',
  tag: 'Alerts',
  summary: 'Say what the account wants of each rule, and what is done when one has seen something',
  requires: 'ChangeAlertPolicy',
  target: 'account',
  body: {
    schema: alertPolicyBody,
    example: { rules: { 'scope-probing': { response: 'disable' }, 'dormant-awake': { enabled: false } } },
  },
  success: { ...handled, headers: etagHeader },
  codes: [
    ...codesOfBodies,
    ...codesOfWrites,
    ...codesOfRevisions,
    'INVALID_ALERT_POLICY',
    'ACCOUNT_NOT_FOUND',
  ],
} as const satisfies HttpOperation;

export const alertOperations: readonly HttpOperation[] = [
  listAlerts,
  getAlert,
  acknowledgeAlert,
  resolveAlert,
  listAlertMutes,
  muteAlerts,
  unmuteAlerts,
  readAlertPolicy,
  changeAlertPolicy,
];
