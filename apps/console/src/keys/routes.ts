import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { accountRoute } from '../shell/root-routes.js';
import { keyPageSearchOf } from './key-page-search.js';
import { keySearchOf } from './key-search.js';

const keysRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'keys',
  validateSearch: keySearchOf,
  component: lazyRouteComponent(() => import('./keys-page.js'), 'KeysPage'),
});

const createKeyRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'keys/new',
  component: lazyRouteComponent(() => import('./create/create-key-page.js'), 'CreateKeyPage'),
});

const keyRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'keys/$key',
  validateSearch: keyPageSearchOf,
  component: lazyRouteComponent(() => import('./key-page.js'), 'KeyPage'),
});

export const keysRoutes = [keysRoute, createKeyRoute, keyRoute] as const;
