import type { Ids } from '@keyledger/platform';

/** 128 bits, as CSP level 3 asks for: nobody guesses one. */
const nonceBytes = 16;
/** What the build leaves in the page where a nonce belongs (`html.cspNonce` of apps/console/vite.config.mjs). */
const placeholder = '__STYLE_NONCE__';

export interface NoncedPage {
  readonly text: string;
  readonly nonce: string;
}

/** The page with a nonce of its own: what writes into it cannot know which styles the next one will take. */
export function noncedPage(built: string, ids: Pick<Ids, 'bytes'>): NoncedPage {
  const nonce = Buffer.from(ids.bytes(nonceBytes)).toString('base64url');
  return { text: built.replaceAll(placeholder, nonce), nonce };
}
