import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { accountRoute } from '../shell/root-routes.js';
import { type RangeId, rangeOf } from './ranges.js';

const usageRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'usage',
  validateSearch: (given: Readonly<Record<string, unknown>>): { readonly range?: RangeId } => {
    const range = rangeOf(given['range']);
    return range === undefined ? {} : { range };
  },
  component: lazyRouteComponent(() => import('./usage-page.js'), 'UsagePage'),
});

export const usageRoutes = [usageRoute] as const;
