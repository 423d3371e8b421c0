import type { SystemOperation } from '@keyledger/domain';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { KeySectionProps } from './key-section-props.js';

export interface KeySection {
  /** Names the tab in the address and in the messages: `keys:section.<id>`. */
  readonly id: 'history';
  /** What the signed-in key has to be allowed. */
  readonly requires: SystemOperation;
  readonly component: LazyExoticComponent<ComponentType<KeySectionProps>>;
}

/** Tabs of the page of a key, after its overview: a line each. */
export const keySections: readonly KeySection[] = [
  {
    id: 'history',
    requires: 'ReadHistory',
    component: lazy(async () => ({ default: (await import('./key-history.js')).KeyHistory })),
  },
];
