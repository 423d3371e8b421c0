import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { accountRoute, rootRoute } from '../shell/root-routes.js';
import { auditSearchOf } from './audit-search.js';

/** Of all accounts. */
const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'audit',
  validateSearch: auditSearchOf,
  component: lazyRouteComponent(() => import('./audit-page.js'), 'AuditPage'),
});

const accountAuditRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'audit',
  validateSearch: auditSearchOf,
  component: lazyRouteComponent(() => import('./audit-page.js'), 'AccountAuditPage'),
});

export const auditRoutes = [auditRoute] as const;
export const accountAuditRoutes = [accountAuditRoute] as const;
