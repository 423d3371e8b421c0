import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../shell/root-routes.js';

const verifiersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'verifiers',
  component: lazyRouteComponent(() => import('./verifiers-page.js'), 'VerifiersPage'),
});

export const verifiersRoutes = [verifiersRoute] as const;
