import type { GatewayKeyCreatedAnswer, GatewayKeyListAnswer, KeyCreatedAnswer } from '@keyledger/contracts';
import { SpecApi, type SpecAnswer, type SpecApiOptions } from '../spec-api.js';

/** The admin API with an account `gateway` of the profile `operations`, and a key that manages it. */
export class SpecGateway {
  private constructor(
    readonly api: SpecApi,
    /** For SMS, RCS and WHATSAPP; made by an admin for the user u-1. */
    readonly first: KeyCreatedAnswer,
  ) {}

  static async start(options: SpecApiOptions = {}): Promise<SpecGateway> {
    const api = await SpecApi.start(options);
    await api.openAccount('gateway', { name: 'Gateway S.p.A.', profile: 'operations' });
    await api.openAccount('acme');
    return new SpecGateway(api, await createFirst(api, 'gateway', { owner: 'u-1' }));
  }

  stop(): Promise<void> {
    return this.api.stop();
  }

  /** `key`: sent as X-API-Key; null: none. */
  ask(route: string, key: string | null = this.first.value, body?: unknown): Promise<SpecAnswer> {
    const headers = key === null ? undefined : { 'x-api-key': key };
    return this.api.send(route, { as: null, ...(headers && { headers }), body });
  }

  async create(wishes: object, key: string = this.first.value): Promise<GatewayKeyCreatedAnswer> {
    const { status, body, text } = await this.ask('POST /authentication', key, wishes);
    if (status !== 201) throw new Error(text);
    return body as unknown as GatewayKeyCreatedAnswer;
  }

  async list(query = '', key: string = this.first.value): Promise<GatewayKeyListAnswer> {
    const { status, body, text } = await this.ask(`GET /authentication${query}`, key);
    if (status !== 200) throw new Error(text);
    return body as unknown as GatewayKeyListAnswer;
  }

  /** A key that an admin creates. */
  createAsAdmin(account: string, wishes: object = {}): Promise<KeyCreatedAnswer> {
    return createFirst(this.api, account, wishes);
  }
}

function createFirst(api: SpecApi, account: string, wishes: object): Promise<KeyCreatedAnswer> {
  const permissions = { operations: ['SMS', 'RCS', 'WHATSAPP'] };
  return api.createKey(account, { name: 'First', scopes: undefined, permissions, ...wishes });
}

/** With the last character changed. */
export function mistyped(value: string): string {
  return value.slice(0, -1) + (value.endsWith('a') ? 'b' : 'a');
}

export const unauthorized = { status: 401, body: { status: 401, message: 'Unauthorized' } };
