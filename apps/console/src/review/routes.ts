import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { accountRoute } from '../shell/root-routes.js';
import { type ReviewSearch, reviewSearchOf } from './review-search.js';

const reviewRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'review',
  validateSearch: (given: Readonly<Record<string, unknown>>): ReviewSearch => reviewSearchOf(given),
  component: lazyRouteComponent(() => import('./review-page.js'), 'ReviewPage'),
});

export const reviewRoutes = [reviewRoute] as const;
