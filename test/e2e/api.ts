/** What came back: nothing is thrown for a "no". */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** As the test says that it is; a test asserts on what it uses. */
  readonly body: Body;
}

/** A reader names the body's type once, where it asks. */
export interface Api {
  get<Body = unknown>(path: string): Promise<Answer<Body>>;
  post<Body = unknown>(path: string, body: unknown): Promise<Answer<Body>>;
  put<Body = unknown>(path: string, body: unknown): Promise<Answer<Body>>;
  patch<Body = unknown>(path: string, body: unknown): Promise<Answer<Body>>;
  delete(path: string): Promise<Answer<unknown>>;
}

/** The product as its users see it: HTTP with an API key. */
export function apiOf(baseUrl: string, key: string): Api {
  const send = async <Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? null : JSON.parse(text)) as Body,
    };
  };
  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body),
    delete: (path) => send('DELETE', path),
  };
}
