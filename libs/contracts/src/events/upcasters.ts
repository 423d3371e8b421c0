import type { DomainEvent } from './ledger-event.js';
import type { JsonData } from './recorded-json.js';

/** Turns `data` of one version into `data` of the next. Pure; the stored event is never rewritten. */
export type Upcaster = (data: JsonData, metadata: JsonData) => JsonData;

/** By event type, then by the version that the upcaster starts from. */
export type Upcasters = Readonly<Record<string, Readonly<Record<number, Upcaster>>>>;

/** The schema version that each type of event is written in today. The compiler asks for every new type. */
export const currentVersions = {
  KeyCreated: 3,
  KeyImported: 2,
  KeyDescribed: 1,
  ScopesChanged: 1,
  IpAllowlistUpdated: 1,
  LimitsChanged: 1,
  ExpiryChanged: 1,
  KeyDisabled: 1,
  KeyEnabled: 1,
  KeyRotated: 1,
  OverlapChanged: 1,
  RotationCompleted: 1,
  KeyExpired: 1,
  ExpiryReminded: 1,
  RotationReminded: 1,
  DisuseReminded: 1,
  KeyRevoked: 1,
  AccountOpened: 2,
  AccountDescribed: 1,
  ProfileChosen: 1,
  CatalogueDefined: 1,
  ApiAccessDisabled: 1,
  ApiAccessEnabled: 1,
  AlertRaised: 1,
  AlertRecurred: 1,
  AlertAcknowledged: 1,
  AlertResolved: 1,
  AlertRuleMuted: 1,
  AlertRuleUnmuted: 1,
  AlertPolicyChanged: 1,
  WebhookEndpointAdded: 1,
  WebhookEndpointChanged: 1,
  WebhookEndpointRemoved: 1,
  WebhookSecretRotated: 1,
} as const satisfies Record<DomainEvent['type'], number>;

/** Keys had no limits. */
const unlimited: Upcaster = (data) => ({ ...data, limits: [] });

/** Raise a version above and the step that leads to it goes here; a missing step stops the process at start. */
export const upcasters: Upcasters = {
  KeyCreated: {
    // There was one profile with one format, no rotation, and the time was the metadata's alone.
    1: (data, { time }) => ({
      ...data,
      profile: 'keyledger',
      kind: 'key',
      attributes: {},
      createdAt: time ?? null,
      rotatedFrom: null,
    }),
    2: unlimited,
  },
  KeyImported: { 1: unlimited },
  AccountOpened: {
    1: (data) => ({ ...data, email: null }),
  },
};
