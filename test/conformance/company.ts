import { request } from 'node:http';
import type {
  AccountOpenedAnswer,
  ChangedAnswer,
  KeyAnswer,
  KeyCreatedAnswer,
  KeyPageAnswer,
} from '@keyledger/contracts';
import { type Product, makeProductDirectory, spawnProduct, waitFor } from '@keyledger/testing';
import { type Answer, type Api, apiOf } from '../e2e/api.js';

/** A request as a gateway got it from its client. */
export interface ClientRequest {
  /** What the client sent, name and value by turns, as it was written. */
  readonly headers: readonly string[];
  readonly method?: string;
  /** Path of the company's own API. */
  readonly uri?: string;
  readonly operation?: string;
  /** Where the client is; only a gateway that is trusted may say. */
  readonly clientAddress?: string;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Undefined: none, or no JSON. */
  readonly body: unknown;
}

/** One of the five companies, whose key system Keyledger is: an account, and a gateway in front of its API. */
export class Company {
  private constructor(
    private readonly product: Product,
    readonly account: string,
    readonly admin: Api,
  ) {}

  /** Opens the company's account on a Keyledger of its own. */
  static async open(given: {
    readonly profile: string;
    readonly email?: string;
    readonly catalogue?: unknown;
  }): Promise<Company> {
    const { profile, email = null, catalogue } = given;
    const directory = await makeProductDirectory();
    const product = await spawnProduct({ directory, env: { TRUSTED_PROXIES: '127.0.0.1' } });
    const company = new Company(product, 'company', apiOf(product.baseUrl, product.rootKey ?? ''));
    await company.openAccount({ slug: company.account, name: 'The company', profile, email });
    if (catalogue !== undefined) {
      const defined = await company.admin.put(`/v1/accounts/${company.account}/catalogue`, catalogue);
      if (defined.status !== 200)
        throw new Error(`The catalogue was refused: ${JSON.stringify(defined.body)}`);
    }
    return company;
  }

  get baseUrl(): string {
    return this.product.baseUrl;
  }

  /** Everything that the process has written so far. */
  get output(): string {
    return this.product.output.text();
  }

  async close(): Promise<void> {
    await this.product.stop();
  }

  openAccount(body: object): Promise<Answer<AccountOpenedAnswer>> {
    return this.admin.post<AccountOpenedAnswer>('/v1/accounts', body);
  }

  /** What comes of the wish, refusals included. */
  wish(body: object, account = this.account): Promise<Answer<KeyCreatedAnswer & { readonly code?: string }>> {
    return this.admin.post(`/v1/accounts/${account}/keys`, { name: 'CRM integration', ...body });
  }

  /** A key that verifiers know of. */
  async create(body: object = {}, account = this.account): Promise<KeyCreatedAnswer> {
    const created = await this.wish(body, account);
    if (created.status !== 201) throw new Error(`The key was refused: ${JSON.stringify(created.body)}`);
    await this.known(created.body.position);
    return created.body;
  }

  async key(keyId: string, position = '0'): Promise<KeyAnswer> {
    return (await this.admin.get<KeyAnswer>(`/v1/keys/${keyId}?minPosition=${position}`)).body;
  }

  async list(query: string): Promise<KeyPageAnswer> {
    return (await this.admin.get<KeyPageAnswer>(`/v1/accounts/${this.account}/keys?${query}`)).body;
  }

  /** A command on a key, once verifiers have applied it. */
  async change(method: 'post' | 'put' | 'patch', path: string, body: object): Promise<Answer<ChangedAnswer>> {
    const changed = await this.admin[method]<ChangedAnswer>(path, body);
    if (changed.status === 200) await this.known(changed.body.position);
    return changed;
  }

  /** What the gateway is told of a request of one of its clients. */
  authorize(asked: ClientRequest, account = this.account): Promise<GatewayAnswer> {
    const { headers, method = 'GET', uri, operation, clientAddress } = asked;
    const query = operation === undefined ? '' : `?operation=${encodeURIComponent(operation)}`;
    return send(`${this.baseUrl}/v1/authorize/${account}${query}`, [
      ...headers,
      ...(uri === undefined ? [] : ['x-original-uri', uri, 'x-original-method', method]),
      ...(clientAddress === undefined ? [] : ['x-forwarded-for', clientAddress]),
    ]);
  }

  /** Everything up to the position has reached the verifier. */
  async known(position: string): Promise<void> {
    const question = { key: 'nonsense', minPosition: position };
    await waitFor(
      async () => {
        const { body } = await this.admin.post<{ readonly code: string }>('/v1/verify', question);
        return body.code !== 'STALE';
      },
      { what: `the verifier to be at ${position}` },
    );
  }
}

/** As it is given, duplicates and odd values included: `fetch` would mend them. */
export function send(
  url: string,
  headers: readonly string[],
  method = 'GET',
  body?: string,
): Promise<GatewayAnswer> {
  return new Promise((resolve, reject) => {
    const { host, hostname, port, pathname, search } = new URL(url);
    const options = { hostname, port, path: pathname + search, method, agent: false };
    const outgoing = request({ ...options, headers: ['host', host, ...headers] }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode = 0 } = incoming;
        resolve({ status: statusCode, headers: incoming.headers, text, body: jsonOf(text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An ISO 8601 instant so many days from now. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}
