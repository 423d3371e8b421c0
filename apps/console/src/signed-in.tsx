import { RouterProvider } from '@tanstack/react-router';
import { router } from './router.js';
import { SessionOverlay } from './session/session-overlay.js';
import { Notices } from './shell/notices.js';

/** What only those need who have signed in. */
export function SignedIn() {
  return (
    <>
      <Notices />
      <RouterProvider router={router} />
      <SessionOverlay />
    </>
  );
}
