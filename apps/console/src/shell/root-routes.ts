import { createRootRoute, createRoute } from '@tanstack/react-router';
import { Shell } from './shell.js';

export const rootRoute = createRootRoute({ component: Shell });

/** Parent of all pages about one account: `/accounts/acme/…`. */
export const accountRoute = createRoute({ getParentRoute: () => rootRoute, path: 'accounts/$account' });
