import type { SystemOperation } from '@keyledger/domain';
import { IconBuildingCommunity, IconKey, type TablerIcon } from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';

export interface NavigationItem {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: 'nav.keys' | 'nav.accounts';
  readonly icon: TablerIcon;
  /** What the signed-in key has to be allowed; otherwise the page is not offered. */
  readonly requires: SystemOperation;
}

/** Pages about the account that is chosen: a line each. */
export const accountPages: readonly NavigationItem[] = [
  { to: '/accounts/$account/keys', label: 'nav.keys', icon: IconKey, requires: 'ListKeys' },
];

/** Pages about everything there is. */
export const generalPages: readonly NavigationItem[] = [
  { to: '/accounts', label: 'nav.accounts', icon: IconBuildingCommunity, requires: 'ListAccounts' },
];
