import type { Schemas } from '../api/client.js';

/** What every tab of the page of a key is given. */
export interface KeySectionProps {
  readonly item: Schemas['Key'];
}
