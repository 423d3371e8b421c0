import type { SpecAnswer, SpecApi, SpecRequest } from './spec-api.js';

/** What a browser has after `POST /v1/session`; empty where that was refused. */
export interface SpecBrowser {
  readonly answer: SpecAnswer;
  /** `name=value`. */
  readonly cookie: string;
  readonly csrfToken: string;
}

/** Each from an address of its own, so that the bound on attempts of one spec is no other's. */
let clients = 0;
export const otherAddress = () => ({ 'x-forwarded-for': `198.51.100.${(clients += 1)}` });

/** The API has to trust 127.0.0.1 as a proxy. */
export async function signIn(
  api: SpecApi,
  key: string,
  headers: Readonly<Record<string, string>> = otherAddress(),
): Promise<SpecBrowser> {
  const answer = await api.send('POST /v1/session', { as: null, body: { key }, headers });
  const set = answer.headers['set-cookie'];
  const [cookie = ''] = typeof set === 'string' ? set.split(';') : [];
  return { answer, cookie, csrfToken: String(answer.body.csrfToken) };
}

/** A write as the page makes it. */
export function writing(
  { cookie, csrfToken }: SpecBrowser,
  headers: Readonly<Record<string, string>> = {},
): SpecRequest & { readonly as: null } {
  return { as: null, headers: { cookie, 'x-csrf-token': csrfToken, ...headers } };
}

export function reading({ cookie }: Pick<SpecBrowser, 'cookie'>): SpecRequest {
  return { as: null, headers: { cookie } };
}
