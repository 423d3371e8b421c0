import { maskSecrets } from '../logging/mask-secrets.js';

/** What is recorded of a `User-Agent`. */
const userAgentCharactersMax = 200;

/** As it is recorded: printable ASCII without secrets. Null: there is none. */
export function recordedUserAgent(given: string | null | undefined): string | null {
  if (!given) return null;
  // Masked before it is cut, so that no part of a key is left over at the cut.
  return maskSecrets(given.replace(/[^\x20-\x7e]/g, '?')).slice(0, userAgentCharactersMax);
}
