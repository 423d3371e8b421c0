import {
  type AddWebhookEndpoint,
  type ChangeWebhookEndpoint,
  type Refusal,
  type RotateWebhookSecret,
  type WebhookFilter,
  isRefusal,
  openWebhookFilter,
  refuse,
} from '@keyledger/domain';
import type { Ids } from '@keyledger/platform';
import { type AllowedAddresses, type WebhookSecrets, refusalOfLiteral } from '@keyledger/webhooks';

/** A command that may be given now, with the secret that it is about: to be shown once it has been recorded. */
export interface WithSecret<Wanted> {
  readonly command: Wanted;
  readonly secret: string;
}

interface Asking {
  readonly accountId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Turns what is asked for into commands: where secrets come from, and which URLs whoever runs Keyledger lets pass. */
export class WebhookWriter {
  constructor(
    /** Null: there is no key to seal them with. */
    private readonly secrets: WebhookSecrets | null,
    private readonly allowed: AllowedAddresses,
    private readonly ids: Ids,
  ) {}

  async adding(
    { accountId, at }: Asking,
    wanted: {
      readonly url: string;
      readonly description: string | null;
      readonly filter: Partial<WebhookFilter>;
    },
  ): Promise<WithSecret<AddWebhookEndpoint> | Refusal> {
    const refusal = this.refusalOf(wanted.url);
    if (refusal !== null) return refusal;
    const endpointId = this.ids.uuid();
    const minted = await this.minted(endpointId);
    if (isRefusal(minted)) return minted;
    const { secret, secretId } = minted;
    const filter = { ...openWebhookFilter, ...wanted.filter };
    const { url, description } = wanted;
    const described = { url, description, filter, secretId, allowsHttp: this.allowed.namesNetworks };
    return { secret, command: { type: 'AddWebhookEndpoint', accountId, endpointId, at, ...described } };
  }

  changing(
    { accountId, at }: Asking,
    endpointId: string,
    wanted: {
      readonly url?: string;
      readonly description?: string | null;
      readonly filter?: Partial<WebhookFilter>;
      readonly enabled?: boolean;
    },
  ): ChangeWebhookEndpoint | Refusal {
    const { url, description, filter, enabled } = wanted;
    const refusal = url === undefined ? null : this.refusalOf(url);
    if (refusal !== null) return refusal;
    return {
      ...{ type: 'ChangeWebhookEndpoint', accountId, endpointId, at, allowsHttp: this.allowed.namesNetworks },
      ...(url === undefined ? {} : { url }),
      ...(description === undefined ? {} : { description }),
      ...(filter === undefined ? {} : { filter: { ...openWebhookFilter, ...filter } }),
      ...(enabled === undefined ? {} : { disabled: enabled ? null : 'asked' }),
    };
  }

  async rotating(
    { accountId, at }: Asking,
    endpointId: string,
    overlapMs: number,
  ): Promise<WithSecret<RotateWebhookSecret> | Refusal> {
    const minted = await this.minted(endpointId);
    if (isRefusal(minted)) return minted;
    const { secret, secretId } = minted;
    return {
      secret,
      command: { type: 'RotateWebhookSecret', accountId, endpointId, at, secretId, overlapMs },
    };
  }

  /** Names are judged when something is sent; an address is what it is. */
  private refusalOf(url: string): Refusal | null {
    const why = refusalOfLiteral(url, this.allowed);
    return why === null ? null : refuse('INVALID_WEBHOOK_URL', why);
  }

  private async minted(endpointId: string) {
    if (this.secrets === null) {
      return refuse('WEBHOOKS_NOT_CONFIGURED', 'Set WEBHOOK_SECRETS_KEY for command-api and projector.');
    }
    return this.secrets.mint(endpointId);
  }
}
