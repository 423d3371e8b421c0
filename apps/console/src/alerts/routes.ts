import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { accountRoute } from '../shell/root-routes.js';
import { alertSearchOf } from './alert-search.js';

const inboxRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'alerts',
  validateSearch: alertSearchOf,
  component: lazyRouteComponent(() => import('./alerts-page.js'), 'AlertsPage'),
});

const alertRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'alerts/$alert',
  component: lazyRouteComponent(() => import('./alert-page.js'), 'AlertPage'),
});

export const alertsRoutes = [inboxRoute, alertRoute] as const;
