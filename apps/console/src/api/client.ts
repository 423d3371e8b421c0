import createClient from 'openapi-fetch';
import { fetchInSession } from '../session/fetch-in-session.js';
import { rememberPosition } from './freshness.js';
import { ApiProblem, problemOf, unreachable } from './problem.js';
import type { components, paths } from './product-api.js';

export type Schemas = components['schemas'];

/** The product's API, typed by its OpenAPI document. */
export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: fetchInSession });

api.use({
  onResponse: async ({ request, response }) => {
    if (request.method === 'GET') return undefined;
    rememberPosition(response.headers.get('Keyledger-Position')); // a refusal has one too: what it is about
    if (!response.ok) return undefined;
    if (response.headers.get('Content-Type')?.includes('json') === true) {
      const body: unknown = await response.clone().json();
      rememberPosition((body as { readonly position?: unknown } | null)?.position);
    }
    return undefined;
  },
});

interface Called<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** What was answered; throws an ApiProblem where that was no success, or there was no answer. */
export async function answerOf<Data>(call: Promise<Called<Data>>): Promise<Data> {
  return (await answerWithHeaders(call)).data;
}

/** The same, for whoever needs the ETag too. */
export async function answerWithHeaders<Data>(
  call: Promise<Called<Data>>,
): Promise<{ readonly data: Data; readonly headers: Headers }> {
  const { data, error, response } = await reached(call);
  if (!response.ok) throw problemOf(response.status, error);
  return { data: data as Data, headers: response.headers }; // absent where the operation answers without a body
}

async function reached<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiProblem || isAbort(error)) throw error;
    throw unreachable();
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
