import type { SystemOperation } from '@keyledger/domain';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { SectionProps } from './section-props.js';

interface SettingsSection {
  readonly id: 'general' | 'catalogue' | 'alert-policy' | 'webhooks';
  readonly requires: SystemOperation;
  readonly component: LazyExoticComponent<ComponentType<SectionProps>>;
}

/** Tabs of the account's page: an entry each. */
export const settingsSections: readonly SettingsSection[] = [
  {
    id: 'general',
    requires: 'GetAccount',
    component: lazy(async () => ({
      default: (await import('./general/general-section.js')).GeneralSection,
    })),
  },
  {
    id: 'catalogue',
    requires: 'ReadCatalogue',
    component: lazy(async () => ({
      default: (await import('./catalogue/catalogue-section.js')).CatalogueSection,
    })),
  },
  {
    id: 'alert-policy',
    requires: 'ListAlerts',
    component: lazy(async () => ({
      default: (await import('./alert-policy/alert-policy-section.js')).AlertPolicySection,
    })),
  },
  {
    id: 'webhooks',
    requires: 'ListWebhooks',
    component: lazy(async () => ({
      default: (await import('./webhooks/webhooks-section.js')).WebhooksSection,
    })),
  },
];
