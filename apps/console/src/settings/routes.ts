import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { accountRoute } from '../shell/root-routes.js';

const settingsRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'settings',
  validateSearch: (given: Readonly<Record<string, unknown>>): { readonly tab?: string } =>
    typeof given['tab'] === 'string' ? { tab: given['tab'] } : {},
  component: lazyRouteComponent(() => import('./settings-page.js'), 'SettingsPage'),
});

export const settingsRoutes = [settingsRoute] as const;
