import type { SystemOperation } from '@keyledger/domain';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { KeySectionProps } from './key-section-props.js';

export interface KeySection {
  /** Names the tab in the address and in the messages: `keys:section.<id>`. */
  readonly id: 'use' | 'activity' | 'alerts' | 'history';
  /** What the signed-in key has to be allowed. */
  readonly requires: SystemOperation;
  readonly component: LazyExoticComponent<ComponentType<KeySectionProps>>;
}

/** Tabs of the page of a key, after its overview: a line each. */
export const keySections: readonly KeySection[] = [
  {
    id: 'use',
    requires: 'ReadUsage',
    component: lazy(async () => ({ default: (await import('../usage/of-key/key-use.js')).KeyUse })),
  },
  {
    id: 'activity',
    requires: 'ReadUsage',
    component: lazy(async () => ({ default: (await import('../usage/of-key/key-activity.js')).KeyActivity })),
  },
  {
    id: 'alerts',
    requires: 'ListAlerts',
    component: lazy(async () => ({ default: (await import('../alerts/key-alerts.js')).KeyAlerts })),
  },
  {
    id: 'history',
    requires: 'ReadHistory',
    component: lazy(async () => ({ default: (await import('./key-history.js')).KeyHistory })),
  },
];
