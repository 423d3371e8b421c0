import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../shell/root-routes.js';

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./start-page.js'), 'StartPage'),
});

const accountsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'accounts',
  component: lazyRouteComponent(() => import('./accounts-page.js'), 'AccountsPage'),
});

export const accountsRoutes = [startRoute, accountsRoute] as const;
