import type { SystemOperation } from '@keyledger/domain';
import {
  IconBell,
  IconBuildingCommunity,
  IconChartBar,
  IconClipboardCheck,
  IconHistory,
  IconKey,
  IconServer2,
  IconSettings,
  type TablerIcon,
} from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { OpenAlertsBadge } from '../alerts/open-alerts-badge.js';
import type common from '../messages/en/common.json';

export interface NavigationItem {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: `nav.${keyof (typeof common)['nav']}`;
  readonly icon: TablerIcon;
  /** What the signed-in key has to be allowed; otherwise the page is not offered. */
  readonly requires: SystemOperation;
  /** Whether the server wants it to be allowed on the whole ledger; otherwise on some account will do. */
  readonly everywhere?: true;
  /** What stands behind the label of a page of an account. */
  readonly badge?: ComponentType<{ readonly account: string }>;
}

/** Pages about the account that is chosen: a line each. */
export const accountPages: readonly NavigationItem[] = [
  { to: '/accounts/$account/keys', label: 'nav.keys', icon: IconKey, requires: 'ListKeys' },
  { to: '/accounts/$account/usage', label: 'nav.usage', icon: IconChartBar, requires: 'ReadUsage' },
  {
    to: '/accounts/$account/alerts',
    label: 'nav.alerts',
    icon: IconBell,
    requires: 'ListAlerts',
    badge: OpenAlertsBadge,
  },
  { to: '/accounts/$account/review', label: 'nav.review', icon: IconClipboardCheck, requires: 'ReadUsage' },
  { to: '/accounts/$account/audit', label: 'nav.audit', icon: IconHistory, requires: 'ReadAudit' },
  { to: '/accounts/$account/settings', label: 'nav.settings', icon: IconSettings, requires: 'GetAccount' },
];

/** Pages about everything there is. */
export const generalPages: readonly NavigationItem[] = [
  { to: '/accounts', label: 'nav.accounts', icon: IconBuildingCommunity, requires: 'ListAccounts' },
  {
    to: '/verifiers',
    label: 'nav.verifiers',
    icon: IconServer2,
    requires: 'ListVerifiers',
    everywhere: true,
  },
  { to: '/audit', label: 'nav.auditOfAll', icon: IconHistory, requires: 'ReadAudit' },
];
