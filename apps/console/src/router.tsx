import { createRouter } from '@tanstack/react-router';
import { accountsRoutes } from './accounts/routes.js';
import { accountAuditRoutes, auditRoutes } from './audit/routes.js';
import { alertsRoutes } from './alerts/routes.js';
import { RouteError } from './components/route-error.js';
import { PageLoading } from './components/loading-state.js';
import { keysRoutes } from './keys/routes.js';
import { reviewRoutes } from './review/routes.js';
import { settingsRoutes } from './settings/routes.js';
import { NotFound } from './shell/not-found.js';
import { accountRoute, rootRoute } from './shell/root-routes.js';
import { verifiersRoutes } from './verifiers/routes.js';
import { usageRoutes } from './usage/routes.js';

/** Pages of one account are children of `accountRoute`; the others of `rootRoute`. One line for each feature. */
const routeTree = rootRoute.addChildren([
  ...accountsRoutes,
  ...auditRoutes,
  ...verifiersRoutes,
  accountRoute.addChildren([
    ...keysRoutes,
    ...usageRoutes,
    ...alertsRoutes,
    ...reviewRoutes,
    ...accountAuditRoutes,
    ...settingsRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
